import { unzipSync, zipSync } from "fflate";
import { TemplateFault } from "./template-fault.ts";

const MOST_PARTS = 3000;
const MOST_PART_BYTES = 32 * 2 ** 20;
const MOST_BYTES = 128 * 2 ** 20;

/** The parts of an Office file by their names. What it says of their sizes is what they get: none grows beyond it. */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  let count = 0;
  let total = 0;
  const names = new Set<string>();
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (name.endsWith("/")) return false;
        total += originalSize;
        if (++count > MOST_PARTS) throw new TemplateFault(`the file has more than ${MOST_PARTS} parts`);
        if (originalSize > MOST_PART_BYTES || total > MOST_BYTES)
          throw new TemplateFault(`unpacked, the file has more than ${MOST_BYTES / 2 ** 20} MB`);
        const key = name.toLowerCase();
        if (names.has(key)) throw new TemplateFault(`the file has two parts named ${name}`);
        names.add(key);
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (err) {
    if (err instanceof TemplateFault) throw err;
    throw new TemplateFault("the file is no whole ZIP archive, which a .pptx is; save it again", { cause: err });
  }
}

/** An Office file of parts, what types they are first. */
export function writeZip(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const first = "[Content_Types].xml";
  const names = [first, ...[...parts.keys()].filter((name) => name !== first)];
  // The same report gives the same file; ZIP knows no time before 1980.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(names.map((name) => [name, parts.get(name) ?? new Uint8Array()])), { mtime });
}
