// Writes FILE.br and FILE.gz beside every file of a folder that gets smaller by it, as small as they can be.
// Prints the sizes as JSON: [{ "file": …, "raw": …, "brotli": … }], in bytes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const BEST = { [constants.BROTLI_PARAM_QUALITY]: 11 };
// Where brotli begins its blocks is luck: the same program weighs half a per cent more or less. The best of some ways counts.
const WAYS = [22, 0].flatMap((block) =>
  [[0, 8], [0, 15], [1, 8]].map(([postfix, direct]) => ({
    [constants.BROTLI_PARAM_LGBLOCK]: block,
    [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
    [constants.BROTLI_PARAM_NDIRECT]: direct,
  })),
);

const folder = process.argv[2];
const text = /\.(wasm|js|css|html|svg|json|txt|webmanifest|xml)$/;
const sizes = [];
for (const file of readdirSync(folder, { recursive: true }).filter((name) => text.test(name))) {
  const path = join(folder, file);
  const raw = readFileSync(path);
  const [brotli] = WAYS.map((way) => brotliCompressSync(raw, { params: { ...BEST, ...way } })).sort((a, b) => a.length - b.length);
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(raw, { level: 9 }));
  sizes.push({ file, raw: raw.length, brotli: brotli.length });
}
console.log(JSON.stringify(sizes));
