// Makes the bundle in a folder smaller than the compiler leaves it: JavaScript by esbuild, WebAssembly by Binaryen.
// The features are those of the compiler's target; no others come in.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/.bin');
const features = ['bulk-memory', 'bulk-memory-opt', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext']
  .map((feature) => `--enable-${feature}`);
// More bytes, but fewer once they are compressed: what is alike stays alike.
const alike = ['--skip-pass=simplify-locals', '--one-caller-inline-max-function-size=20'];

// No pointer is smaller than a kilobyte: there is the far end of the stack. So additions become offsets of loads.
const unused = '--low-memory-unused';

// What only begins the app: libraries bring classes along that nobody calls. What keeps esbuild from leaving them out has
// no effect: that they clean up after themselves.
const beginning = ['--bundle', '--minify', '--format=esm', '--define:Symbol.dispose=undefined'];
const withoutEffect = (text) => text.replaceAll('new FinalizationRegistry(', '/* @__PURE__ */ $&');

/** Minifies the script that loads the app; gives its text. */
function shrinkScript(folder, name) {
  const file = join(folder, name);
  writeFileSync(file, withoutEffect(readFileSync(file, 'utf8')));
  const input = `export { default } from './${name}';`;
  execFileSync(join(programs, 'esbuild'), [...beginning, '--allow-overwrite', `--outfile=${name}`, '--log-level=error'], { cwd: folder, input });
  return readFileSync(file, 'utf8');
}

/** Leaves out what the script does not call, and all that only that would need. */
function leaveOut(file, script) {
  const names = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(file))).map(({ name }) => name);
  const called = names.filter((name) => script.includes(`.${name}`));
  const graph = [{ name: 'script', root: true, reaches: called }, ...called.map((name) => ({ name, export: name }))];
  const plan = `${file}.json`;
  writeFileSync(plan, JSON.stringify(graph));
  execFileSync(join(programs, 'wasm-metadce'), [...features, `--graph-file=${plan}`, file, '-o', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(plan);
}

/** Has the two call each other by a letter or two: the compiler's names end in hashes, which do not compress. */
function shortenNames(file, scriptFile) {
  const short = execFileSync(join(programs, 'wasm-opt'), [...features, '--minify-imports-and-exports-and-modules', file, '-o', file]);
  const { imports, exports } = JSON.parse(short);
  const members = new Map([...imports.map(([, name, to]) => [name, to]), ...exports]);
  const modules = new Map(imports.map(([module]) => [JSON.stringify(module), '"a"']));
  const script = readFileSync(scriptFile, 'utf8')
    .replace(/"[^"]*"/g, (text) => modules.get(text) ?? text)
    .replace(/(?<=[.,{])[\w$]+(?=\W)/g, (name) => members.get(name) ?? name);
  writeFileSync(scriptFile, script);
}

/** Names a file by what is in it now: browsers keep it for a year. */
function nameByContent(folder, name, page) {
  const hash = createHash('sha256').update(readFileSync(join(folder, name))).digest('hex').slice(0, 16);
  const named = name.replace(/[0-9a-f]{16}/, hash);
  renameSync(join(folder, name), join(folder, named));
  return page.replaceAll(name, named);
}

const folder = process.argv[2];
const ending = (end) => readdirSync(folder).find((name) => name.endsWith(end));
const [script, app, index] = [ending('.js'), ending('.wasm'), join(folder, 'index.html')];
const file = join(folder, app);
leaveOut(file, shrinkScript(folder, script));
execFileSync(join(programs, 'wasm-opt'), [...features, '-Os', ...alike, unused, file, '-o', file]);
shortenNames(file, join(folder, script));
writeFileSync(index, [app, script].reduce((page, name) => nameByContent(folder, name, page), readFileSync(index, 'utf8')));
