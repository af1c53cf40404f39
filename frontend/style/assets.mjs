// Writes what the web app serves beside its code: fonts, icons and drawings, as files under public/.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { optimize } from 'svgo';
import { cairn, hillside, logo, still, way } from './stones.mjs';
import { faces } from './faces.mjs';

const here = (path) => new URL(path, import.meta.url);
const text = (path) => fs.readFileSync(here(path), 'utf8');

/** A font's name with what is in it: browsers keep it for a year. */
function namedByContent(file) {
  const hash = createHash('sha256').update(fs.readFileSync(file)).digest('hex').slice(0, 16);
  return basename(file).replace(/(?=\.woff2$)/, `-${hash}`);
}

/** The self-hosted families; `fonts.css` names every file, a browser fetches those whose letters occur. */
function fonts() {
  fs.rmSync(here('../public/fonts'), { recursive: true, force: true });
  fs.mkdirSync(here('../public/fonts'), { recursive: true });
  const faces = [
    ['source-serif-4', 'opsz.css'], ['source-serif-4', 'opsz-italic.css'],
    ['source-sans-3', 'wght.css'], ['source-sans-3', 'wght-italic.css'],
    ['noto-naskh-arabic', 'wght.css', /-arabic-arabic-/],
  ].flatMap(([family, file, only = /./]) => {
    const folder = `../node_modules/@fontsource-variable/${family}/`;
    const rules = text(folder + file).match(/@font-face \{[^}]*\}/g).filter((rule) => only.test(rule));
    return rules.map((rule) => rule.replace(/\.\/(files\/[^)]+)/, (_, font) => {
      const file = fileURLToPath(here(folder + font));
      const name = namedByContent(file);
      fs.copyFileSync(file, here(`../public/fonts/${name}`));
      return `/assets/fonts/${name}`;
    }));
  });
  fs.writeFileSync(here('fonts.css'), faces.join('\n') + '\n');
}

/** The page asks early for fonts that there are: it knows them by their full names. */
function earlyFonts() {
  const names = [...text('../index.html').matchAll(/\/assets\/fonts\/([^"]+)/g)].map(([, name]) => name);
  const missing = names.filter((name) => !fs.existsSync(here(`../public/fonts/${name}`)));
  if (missing.length) throw new Error(`frontend/index.html preloads ${missing.join(' and ')}: write there the names that these fonts now have in frontend/public/fonts.`);
}

/** The Phosphor icons that `components/icon.rs` names, and no others. */
function icons() {
  const names = [...text('../src/components/icon.rs').matchAll(/=> "([a-z-]+)"/g)].map(([, name]) => name);
  return names.map((name) => {
    const weight = name.match(/-(fill|bold)$/)?.[1] ?? 'regular';
    const drawn = text(`../node_modules/@phosphor-icons/core/assets/${weight}/${name}.svg`).match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    return `<symbol id="${name}" viewBox="0 0 256 256">${drawn}</symbol>`;
  });
}

const stones = () => [
  ...way(),
  ...still(),
  ...[1, 2, 3, 4, 5, 6].map((n) => cairn(`stage-${n}`, { total: n, laid: n, width: 94 + 2 * (n - 1), seed: 5 })),
  ...[3, 5, 7].flatMap((total) => Array.from({ length: total + 1 }, (_, laid) => cairn(`profile-${total}-${laid}`, { total, laid, next: true, width: 150, seed: 6 }))),
  ...[0, 1, 2, 3].map((laid) => cairn(`small-${laid}`, { total: 3, laid, next: true, width: 64, seed: 1, small: true })),
];

const hills = () => {
  const beside = { farAt: 0.24, cairnAt: [0.56, 0.9], size: 0.44, stones: 6, lift: [0.44, 0.54, 0.7, 0.88], amps: [0.06, 0.06, 0.05, 0.035], seed: 1.3 };
  const below = { farAt: 0.3, cairnAt: [0.68, 0.92], size: 0.4, stones: 6, lift: [0.42, 0.54, 0.7, 0.88], amps: [0.1, 0.1, 0.085, 0.06], seed: 0.2 };
  return [
    hillside('join', 544, 900, beside),
    hillside('door', 544, 900, { ...beside, farAt: 0.22, cairnAt: [0.5, 0.88], size: 0.36, stones: 5, lift: [0.46, 0.56, 0.7, 0.87], seed: 2.6 }),
    hillside('wide', 1280, 760, { ...below, farAt: 0.555, cairnAt: [0.79, 0.9], size: 0.235, lift: [0.54, 0.62, 0.75, 0.88], amps: [0.06, 0.06, 0.06, 0.045] }),
    hillside('narrow', 560, 380, below),
  ];
};

/** A symbol in few bytes. Large ones are drawn about as large as they are: whole units are as fine as the eye sees. */
function light(symbol) {
  const width = Number(symbol.match(/viewBox="0 0 ([\d.]+)/)[1]);
  const params = { floatPrecision: width > 200 ? 0 : 1 };
  const plugins = [{ name: 'convertPathData', params }, { name: 'cleanupNumericValues', params }];
  return optimize(`<svg xmlns="http://www.w3.org/2000/svg">${symbol}</svg>`, { plugins }).data.replace(/^<svg[^>]*>|<\/svg>$/g, '');
}

fonts();
earlyFonts();
for (const [name, symbols] of Object.entries({ icons: [logo(), ...icons()], stones: stones(), hills: hills(), faces: faces() })) {
  fs.writeFileSync(here(`../public/${name}.svg`), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.map(light).join('')}</svg>\n`);
}
