import { crc32, inflateRawSync } from "node:zlib";
import { zipSync } from "fflate";
import { TemplateFault } from "./template-fault.ts";

/** Limits of a file. */
interface Bounds {
  readonly parts: number;
  readonly partBytes: number;
  readonly bytes: number;
}

const OF_TEMPLATES: Bounds = { parts: 3000, partBytes: 32 * 2 ** 20, bytes: 128 * 2 ** 20 };
/** For files that we wrote. */
export const UNBOUNDED: Bounds = { parts: Infinity, partBytes: Infinity, bytes: Infinity };

const END = Buffer.from("PK\u0005\u0006");
const END_BYTES = 22;
const MOST_COMMENT = 65_535;
const ENTRY = 0x02_01_4b_50;
const ENTRY_BYTES = 46;
const HEADER = 0x04_03_4b_50;
const HEADER_BYTES = 30;
const ENCRYPTED = 1;
const UTF8 = 0x08_00;
const STORED = 0;
const DEFLATED = 8;
/** In a 32-bit field: the value is in a ZIP64 record. */
const MOST_32 = 0xff_ff_ff_ff;

/** A directory entry of an archive. */
interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  /** Compressed size in bytes. */
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/**
 * Reads the parts of an Office file, by name. A part may not be larger than the directory says, and all parts together may not
 * claim more compressed bytes than the file has. Entries whose names aren't part names are skipped.
 */
export function readZip(bytes: Uint8Array, most: Bounds = OF_TEMPLATES): Map<string, Uint8Array> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = new Map<string, Uint8Array>();
  try {
    const names = new Set<string>();
    let [count, packed, size] = [0, 0, 0];
    for (const entry of entriesOf(data)) {
      if (++count > most.parts) throw new TemplateFault(`the file has more than ${most.parts} parts`);
      packed += entry.packed;
      size += entry.size;
      if (entry.size > most.partBytes || size > most.bytes)
        throw new TemplateFault(`unpacked, the file has more than ${most.bytes / 2 ** 20} MB`);
      if (packed > data.length) throw new RangeError("files lie upon each other");
      if ((entry.flags & ENCRYPTED) > 0) throw new TemplateFault("the file is encrypted; save it without a password");
      const key = entry.name.toLowerCase();
      if (names.has(key)) throw new TemplateFault(`the file has two parts named ${entry.name}`);
      names.add(key);
      if (isPartName(entry.name)) parts.set(entry.name, unpacked(data, entry));
    }
  } catch (err) {
    if (err instanceof TemplateFault) throw err;
    throw new TemplateFault("the file is no whole ZIP archive, which a .pptx is; save it again", { cause: err });
  }
  return parts;
}

function* entriesOf(data: Buffer): Generator<Entry> {
  const end = data.lastIndexOf(END, data.length - END_BYTES);
  if (end < 0 || end < data.length - END_BYTES - MOST_COMMENT) throw new RangeError("an archive without an end");
  const count = data.readUInt16LE(end + 10);
  let at = data.readUInt32LE(end + 16);
  for (let number = 0; number < count; number++) {
    if (data.readUInt32LE(at) !== ENTRY) throw new RangeError("no directory");
    const flags = data.readUInt16LE(at + 8);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((from) => data.readUInt16LE(at + from));
    const nameEnd = at + ENTRY_BYTES + (nameLength ?? 0);
    const name = data.toString((flags & UTF8) > 0 ? "utf8" : "latin1", at + ENTRY_BYTES, nameEnd);
    const [crc, packed, size, place] = [16, 20, 24, 42].map((from) => data.readUInt32LE(at + from));
    if ([packed, size, place].includes(MOST_32)) throw new RangeError("ZIP64");
    const method = data.readUInt16LE(at + 10);
    yield { name, flags, method, crc: crc ?? 0, packed: packed ?? 0, size: size ?? 0, at: place ?? 0 };
    at = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
  }
}

function unpacked(data: Buffer, { method, crc, packed, size, at }: Entry): Uint8Array {
  if (data.readUInt32LE(at) !== HEADER) throw new RangeError("a file without a header");
  const from = at + HEADER_BYTES + data.readUInt16LE(at + 26) + data.readUInt16LE(at + 28);
  const body = data.subarray(from, from + packed);
  if (method !== STORED && method !== DEFLATED) throw new RangeError("packed in an unusual way");
  // Node takes no bound of 0 bytes.
  const content = method === STORED ? body : inflateRawSync(body, { maxOutputLength: Math.max(1, size) });
  if (content.length !== size || crc32(content) !== crc) throw new RangeError("a damaged file");
  return content;
}

/** Whether a name is a valid part name: not a folder, and a path within the file on every system. */
const isPartName = (name: string): boolean =>
  !/[\\:?#*"<>|\p{Cc}]/u.test(name) && name.split("/").every((step) => !["", ".", ".."].includes(step));

/** Writes an Office file; the part with the content types comes first. */
export function writeZip(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const first = "[Content_Types].xml";
  const names = [first, ...[...parts.keys()].filter((name) => name !== first)];
  // A fixed time, so that the same report gives the same file. ZIP can't store times before 1980.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(names.map((name) => [name, parts.get(name) ?? new Uint8Array()])), { mtime });
}
