// Reading a ZIP file as any program would: by the directory at its end.
import { inflateRawSync } from 'node:zlib';

const DIRECTORY_END = Buffer.from('PK\x05\x06');

/** The files of an archive by name. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(DIRECTORY_END);
  if (end < 0) throw new Error('this is no ZIP file');
  const files = new Map<string, Buffer>();
  let entry = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((at) => archive.readUInt16LE(entry + at)) as [number, number, number];
    const header = archive.readUInt32LE(entry + 42);
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const packed = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
    const stored = archive.readUInt16LE(entry + 10) === 0;
    files.set(archive.toString('utf8', entry + 46, entry + 46 + name), stored ? packed : inflateRawSync(packed));
    entry += 46 + name + extra + comment;
  }
  return files;
}
