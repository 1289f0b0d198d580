import { bitWidth, encodeDefined, encodeHybrid } from "./encode-levels.ts";
import type { Dictionary, ParquetColumn } from "./parquet-column.ts";

/** The rows of a column in one row group, encoded and not yet compressed. */
export interface EncodedChunk {
  /** Page of the distinct values; null when the rows hold the values themselves. */
  readonly dictionary: { readonly count: number; readonly body: Buffer } | null;
  readonly data: Buffer;
}

/** Largest dictionary that saves space. */
const MOST_DICTIONARY_BYTES = 2 ** 20;
const UNSEEN = -1;

/** Encodes columns, one row group at a time. It caches each text's number within the group. */
export class ColumnChunkEncoder {
  readonly #column: ParquetColumn;
  /** For each text its number in the dictionary of the group. */
  readonly #local: Int32Array;
  /** Buffer for the numbers of a group, reused to spare the garbage collector. */
  #kept = new Int32Array();

  constructor(column: ParquetColumn) {
    this.#column = column;
    this.#local = column.type === "VARCHAR" ? new Int32Array(column.texts.count).fill(UNSEEN) : new Int32Array();
  }

  encode(from: number, to: number): EncodedChunk {
    const column = this.#column;
    if (column.type === "VARCHAR") return this.#texts(column.numbers.subarray(from, to), column.texts);
    if (column.type === "TIMESTAMP") return times(column.values.subarray(from, to));
    return values(column.numbers.subarray(from, to), column.distinct);
  }

  #texts(numbers: Int32Array, texts: Dictionary): EncodedChunk {
    const local = this.#local;
    const used: number[] = [];
    if (this.#kept.length < numbers.length) this.#kept = new Int32Array(numbers.length);
    const kept = this.#kept;
    let count = 0;
    let dictionaryBytes = 0;
    let plainBytes = 0;
    for (let row = 0; row < numbers.length; row++) {
      const number = numbers[row] ?? -1;
      if (number < 0) continue;
      let place = local[number] ?? UNSEEN;
      const length = 4 + (texts.lengths[number] ?? 0);
      if (place === UNSEEN) {
        place = used.length;
        local[number] = place;
        used.push(number);
        dictionaryBytes += length;
      }
      plainBytes += length;
      kept[count++] = place;
    }
    for (const number of used) local[number] = UNSEEN;
    const levels = encodeDefined(numbers.length, count === numbers.length ? null : (row) => (numbers[row] ?? -1) >= 0);
    // Otherwise a dictionary saves too little.
    const recurs = 2 * used.length <= count || plainBytes > 2 * dictionaryBytes;
    if (dictionaryBytes > MOST_DICTIONARY_BYTES && !recurs)
      return { dictionary: null, data: Buffer.concat([levels, plainTexts(numbers, texts, plainBytes)]) };
    const bits = bitWidth(used.length);
    return {
      dictionary: { count: used.length, body: plainTexts(used, texts, dictionaryBytes) },
      data: Buffer.concat([levels, Buffer.of(bits), encodeHybrid(kept.subarray(0, count), bits)]),
    };
  }
}

/** Writes the texts one after another, each after its length; -1 is skipped. */
function plainTexts(numbers: Iterable<number>, { bytes, starts, lengths }: Dictionary, size: number): Buffer {
  const body = Buffer.allocUnsafe(size);
  let at = 0;
  for (const number of numbers) {
    if (number < 0) continue;
    const start = starts[number] ?? 0;
    const length = lengths[number] ?? 0;
    body.writeUInt32LE(length, at);
    at += 4;
    // Short texts are copied faster byte by byte than by a call.
    if (length > 24) body.set(bytes.subarray(start, start + length), at);
    else for (let byte = 0; byte < length; byte++) body[at + byte] = bytes[start + byte] ?? 0;
    at += length;
  }
  return body;
}

function times(micros: Float64Array): EncodedChunk {
  const levels = encodeDefined(micros.length, null);
  const body = Buffer.allocUnsafe(levels.length + 8 * micros.length);
  const words = new DataView(body.buffer, body.byteOffset, body.byteLength);
  body.set(levels);
  let at = levels.length;
  for (let row = 0; row < micros.length; row++) {
    const value = micros[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    // Two 32-bit words: BigInt is several times slower.
    const high = Math.floor(value / 2 ** 32);
    words.setUint32(at, value - high * 2 ** 32, true);
    words.setInt32(at + 4, high, true);
    at += 8;
  }
  if (at === body.length) return { dictionary: null, data: body };
  const some = encodeDefined(micros.length, (row) => !Number.isNaN(micros[row]));
  return { dictionary: null, data: Buffer.concat([some, body.subarray(levels.length, at)]) };
}

function values(numbers: Int32Array, distinct: BigInt64Array | Float64Array | Uint8Array): EncodedChunk {
  const defined = numbers.filter((number) => number >= 0);
  const isWhole = defined.length === numbers.length;
  const levels = encodeDefined(numbers.length, isWhole ? null : (row) => (numbers[row] ?? -1) >= 0);
  return { dictionary: null, data: Buffer.concat([levels, plainValues(defined, distinct)]) };
}

function plainValues(numbers: Int32Array, distinct: BigInt64Array | Float64Array | Uint8Array): Buffer {
  if (distinct instanceof Uint8Array) {
    const bits = Buffer.alloc(Math.ceil(numbers.length / 8));
    for (let at = 0; at < numbers.length; at++)
      if (distinct[numbers[at] ?? 0] === 1) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
    return bits;
  }
  // Copies 32-bit words: copying a double may change the bits of a NaN, and BigInt is several times slower.
  const from = new Int32Array(distinct.buffer, distinct.byteOffset, 2 * distinct.length);
  const to = new Int32Array(2 * numbers.length);
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0;
    to[2 * at] = from[2 * number] ?? 0;
    to[2 * at + 1] = from[2 * number + 1] ?? 0;
  }
  return Buffer.from(to.buffer);
}
