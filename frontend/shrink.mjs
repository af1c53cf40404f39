// Makes the bundle in a folder smaller than the compiler leaves it: WebAssembly by Binaryen, JavaScript by esbuild.
// The features are those of the compiler's target; no others come in.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/.bin');
const features = ['bulk-memory', 'bulk-memory-opt', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext'];
// More bytes, but fewer once they are compressed: what is alike stays alike.
const alike = ['--skip-pass=simplify-locals', '--one-caller-inline-max-function-size=20'];

// No pointer is smaller than a kilobyte: there is the far end of the stack. So additions become offsets of loads.
const unused = '--low-memory-unused';

const folder = process.argv[2];
for (const name of readdirSync(folder)) {
  const file = join(folder, name);
  if (name.endsWith('.wasm')) {
    execFileSync(join(programs, 'wasm-opt'), [...features.map((feature) => `--enable-${feature}`), '-Os', ...alike, unused, file, '-o', file]);
  } else if (name.endsWith('.js')) {
    execFileSync(join(programs, 'esbuild'), [file, '--minify', '--format=esm', '--allow-overwrite', `--outfile=${file}`, '--log-level=error']);
  }
}
