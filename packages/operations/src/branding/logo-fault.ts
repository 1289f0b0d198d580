import { crc32, inflateSync } from "node:zlib";

const MOST_BYTES = 200 * 1024;
const MOST_PIXELS = 2000;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Channels of the colour types of PNG: grey, colours, palette, grey with alpha, colours with alpha. */
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** What is wrong with a picture for a cover, such as `must be …`; null where every format can show it. */
export function logoFault(mediaType: string, bytes: Buffer): string | null {
  if (bytes.length > MOST_BYTES) return "must be a picture of 200 KB or less";
  const size = pictureSize(mediaType, bytes);
  if (size === null) return `isn't a whole picture of the type ${mediaType}; save it again without interlacing`;
  const [width, height] = size;
  return Math.max(width, height) > MOST_PIXELS ? `must be at most ${MOST_PIXELS} pixels wide and high` : null;
}

/** Width and height of a whole picture; null of another one. */
export const pictureSize = (mediaType: string, bytes: Buffer): readonly [number, number] | null =>
  mediaType === "image/png" ? pngSize(bytes) : jpegSize(bytes);

/** Width and height of a PNG picture whose parts are all there and whole; null where they aren't, or it is interlaced. */
function pngSize(bytes: Buffer): readonly [number, number] | null {
  if (!bytes.subarray(0, 8).equals(PNG)) return null;
  let size: readonly [number, number] | null = null;
  let rowBits = 0;
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return null;
    const type = bytes.toString("latin1", at + 4, at + 8);
    const part = bytes.subarray(at + 8, end);
    if (type === "IHDR" && length === 13) {
      size = [part.readUInt32BE(0), part.readUInt32BE(4)];
      rowBits = size[0] * (part[8] ?? 0) * (CHANNELS.get(part[9] ?? -1) ?? 0);
      if (part[12] !== 0) return null;
    }
    if (type === "IDAT") data.push(part);
    if (type === "IEND") return size !== null && isComplete(data, size, rowBits) ? size : null;
    at = end + 4;
  }
  return null;
}

/** Whether the compressed rows are as many as the size says. */
function isComplete(data: readonly Buffer[], [width, height]: readonly [number, number], rowBits: number): boolean {
  if (width > MOST_PIXELS || height > MOST_PIXELS) return true;
  const expected = height * (1 + Math.ceil(rowBits / 8));
  if (rowBits === 0 || height === 0) return false;
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength: expected + 1 }).length === expected;
  } catch {
    return false;
  }
}

/** Width and height of a JPEG picture, which its frame header says; null where there is none. */
function jpegSize(bytes: Buffer): readonly [number, number] | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff_d8) return null;
  for (let at = 2; at + 9 <= bytes.length;) {
    const marker = bytes.readUInt16BE(at);
    if (marker >> 8 !== 0xff) return null;
    const isFrame = marker >= 0xff_c0 && marker <= 0xff_cf && ![0xff_c4, 0xff_c8, 0xff_cc].includes(marker);
    if (isFrame) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return width > 0 && height > 0 && bytes.includes(Buffer.from([0xff, 0xd9]), at) ? [width, height] : null;
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
