import { pushVarint } from "./thrift-compact.ts";

/** Most bytes of a varint of twice an array's length. */
const MOST_VARINT_BYTES = 5;

/** Bits that hold the numbers 0 up to, not including, `count`. */
export const bitWidth = (count: number): number => (count <= 1 ? 0 : 32 - Math.clz32(count - 1));

/**
 * Whole numbers of so many bits as Parquet's hybrid of runs and bit-packing: as runs or packed, whichever is smaller.
 * (apache/parquet-format, Encodings.md, RLE = 3)
 */
export function encodeHybrid(numbers: Int32Array, bits: number): Buffer {
  if (numbers.length === 0) return Buffer.alloc(0);
  let runs = 1;
  for (let at = 1; at < numbers.length; at++) if (numbers[at] !== numbers[at - 1]) runs++;
  const bytesPerRun = 1 + Math.ceil(bits / 8);
  const isRunny = bits === 0 || runs * (bytesPerRun + 1) < (numbers.length * bits) / 8;
  return isRunny ? encodeRuns(numbers, bits, runs) : packBits(numbers, bits);
}

function encodeRuns(numbers: Int32Array, bits: number, runs: number): Buffer {
  const width = Math.ceil(bits / 8);
  const bytes = Buffer.allocUnsafe(runs * (MOST_VARINT_BYTES + width));
  let at = 0;
  let from = 0;
  while (from < numbers.length) {
    const value = numbers[from] ?? 0;
    let to = from + 1;
    while (to < numbers.length && numbers[to] === value) to++;
    let rest = 2 * (to - from);
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) | 0x80;
    bytes[at++] = rest;
    for (let byte = 0; byte < width; byte++) bytes[at++] = (value >>> (8 * byte)) & 0xff;
    from = to;
  }
  return bytes.subarray(0, at);
}

/** One run of groups of eight numbers of at most 25 bits, lowest bits first; the last group is filled up with zeros. */
function packBits(numbers: Int32Array, bits: number): Buffer {
  const groups = Math.ceil(numbers.length / 8);
  const head: number[] = [];
  pushVarint(head, 2 * groups + 1);
  const packed = Buffer.alloc(head.length + groups * bits);
  packed.set(head);
  let at = head.length;
  let held = 0;
  let heldBits = 0;
  for (let index = 0; index < numbers.length; index++) {
    // At most 7 bits are held, so that all fit into the 32 of an operation.
    held |= (numbers[index] ?? 0) << heldBits;
    heldBits += bits;
    while (heldBits >= 8) {
      packed[at++] = held & 0xff;
      held >>>= 8;
      heldBits -= 8;
    }
  }
  if (heldBits > 0) packed[at] = held & 0xff;
  return packed;
}

/** Definition levels of a column that may have NULLs, with their length before them: 1 where there is a value. */
export function encodeDefined(count: number, isDefined: ((row: number) => boolean) | null): Buffer {
  let body: Buffer;
  if (isDefined === null) {
    const run: number[] = [];
    pushVarint(run, 2 * count);
    run.push(1);
    body = Buffer.from(run);
  } else
    body = encodeHybrid(
      Int32Array.from({ length: count }, (_, row) => (isDefined(row) ? 1 : 0)),
      1,
    );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}
