// Writes FILE.br and FILE.gz beside every file of a folder that gets smaller by it, as small as they can be.
// Prints the sizes as JSON: [{ "file": …, "raw": …, "brotli": … }], in bytes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const text = /\.(wasm|js|css|html|svg|json|txt|webmanifest|xml)$/;
const sizes = [];
for (const file of readdirSync(folder, { recursive: true }).filter((name) => text.test(name))) {
  const path = join(folder, file);
  const raw = readFileSync(path);
  const brotli = brotliCompressSync(raw, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length, [constants.BROTLI_PARAM_LGBLOCK]: 22, [constants.BROTLI_PARAM_NDIRECT]: 15 },
  });
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(raw, { level: 9 }));
  sizes.push({ file, raw: raw.length, brotli: brotli.length });
}
console.log(JSON.stringify(sizes));
