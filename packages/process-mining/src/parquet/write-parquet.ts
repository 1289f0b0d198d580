import { open, type FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import { parquetRowsPerGroup } from "../parquet-options.ts";
import { ColumnChunkEncoder, type EncodedChunk } from "./encode-column-chunk.ts";
import type { ParquetColumn } from "./parquet-column.ts";
import { binary, bool, encodeThrift, i32, i64, list, struct, type ThriftValue } from "./thrift-compact.ts";

const zstd = promisify(zstdCompress);
/** The usual level makes a table of events 6 % smaller and takes about twice the time. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };
/** Pages are handed over in few pieces. */
const compress = async (page: Buffer): Promise<Buffer> =>
  zstd(page, { chunkSize: CHUNK_BYTES, pledgedSrcSize: page.length, params: LEVEL });
const CHUNK_BYTES = 256 * 1024;
const MAGIC = Buffer.from("PAR1");
/** Numbers of apache/parquet-format's parquet.thrift. */
const PHYSICAL = { BOOLEAN: 0, BIGINT: 2, TIMESTAMP: 2, DOUBLE: 5, VARCHAR: 6 } as const;
const ENCODING = { plain: 0, hybrid: 3, dictionary: 8 } as const;
const [DATA_PAGE, DICTIONARY_PAGE] = [0, 2];
const ZSTD = 6;
const OPTIONAL = 1;
const UTF8 = 0;

export interface WriteParquetOptions {
  readonly path: string;
  readonly rowCount: number;
  readonly columns: readonly ParquetColumn[];
  readonly signal: AbortSignal;
  /** Share of the rows written so far, 0–1. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Writes columns of numbers and of texts that are known by number as a Parquet file, row groups and kind of compression as DuckDB
 * is told to (`parquetOptions`). Its own writer would have to look up each text again.
 */
export async function writeParquet(options: WriteParquetOptions): Promise<void> {
  const { columns, rowCount, signal } = options;
  const encoders = columns.map((column) => new ColumnChunkEncoder(column));
  const rowsPerGroup = parquetRowsPerGroup(columns.length);
  const file = await open(options.path, "w");
  try {
    const out = new Appender(file);
    await out.append(MAGIC);
    const groups: ThriftValue[] = [];
    const append = async ({ from, to, pages }: RowGroup): Promise<void> => {
      const chunks: ThriftValue[] = [];
      let groupBytes = 0;
      for (const [index, chunk] of (await pages).entries()) {
        const column = columns[index];
        if (column === undefined) continue;
        const place = out.size;
        await out.append(...chunk.parts);
        groupBytes += chunk.plainBytes;
        chunks.push(columnChunk(column, chunk, place, to - from));
      }
      groups.push(struct({ 1: list("struct", chunks), 2: i64(groupBytes), 3: i64(to - from) }));
      options.onProgress(to / rowCount);
    };
    let before: RowGroup | null = null;
    for (let from = 0; from < rowCount; from += rowsPerGroup) {
      signal.throwIfAborted();
      const to = Math.min(rowCount, from + rowsPerGroup);
      // Compressed by other threads while this one encodes the next group.
      const pages = Promise.all(encoders.map(async (encoder) => compressedChunk(encoder.encode(from, to), to - from)));
      pages.catch(() => undefined);
      if (before !== null) await append(before);
      before = { from, to, pages };
    }
    if (before !== null) await append(before);
    const footer = encodeThrift(
      struct({ 1: i32(1), 2: list("struct", schemaOf(columns)), 3: i64(rowCount), 4: list("struct", groups) }),
    );
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    await out.append(footer, length, MAGIC);
  } finally {
    await file.close();
  }
}

/** Rows of which the columns are being compressed. */
interface RowGroup {
  readonly from: number;
  readonly to: number;
  readonly pages: Promise<readonly CompressedChunk[]>;
}

class Appender {
  readonly #file: FileHandle;
  size = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async append(...parts: readonly Buffer[]): Promise<void> {
    const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    let from = 0;
    while (from < all.length) from += (await this.#file.write(all, from)).bytesWritten;
    this.size += all.length;
  }
}

interface CompressedChunk {
  readonly parts: readonly Buffer[];
  /** Bytes of the dictionary's page with its header; 0 = none. */
  readonly dictionaryBytes: number;
  readonly plainBytes: number;
  readonly compressedBytes: number;
}

async function compressedChunk({ dictionary, data }: EncodedChunk, rows: number): Promise<CompressedChunk> {
  const [names, body] = await Promise.all([dictionary === null ? null : compress(dictionary.body), compress(data)]);
  const encoding = i32(dictionary === null ? ENCODING.plain : ENCODING.dictionary);
  const head = encodeThrift(
    struct({
      1: i32(DATA_PAGE),
      2: i32(data.length),
      3: i32(body.length),
      5: struct({ 1: i32(rows), 2: encoding, 3: i32(ENCODING.hybrid), 4: i32(ENCODING.hybrid) }),
    }),
  );
  const parts: Buffer[] = [];
  let plainBytes = head.length + data.length;
  let dictionaryBytes = 0;
  if (dictionary !== null && names !== null) {
    const dictionaryHead = encodeThrift(
      struct({
        1: i32(DICTIONARY_PAGE),
        2: i32(dictionary.body.length),
        3: i32(names.length),
        7: struct({ 1: i32(dictionary.count), 2: i32(ENCODING.plain) }),
      }),
    );
    dictionaryBytes = dictionaryHead.length + names.length;
    plainBytes += dictionaryHead.length + dictionary.body.length;
    parts.push(dictionaryHead, names);
  }
  parts.push(head, body);
  return { parts, dictionaryBytes, plainBytes, compressedBytes: dictionaryBytes + head.length + body.length };
}

function columnChunk({ name, type }: ParquetColumn, chunk: CompressedChunk, place: number, rows: number): ThriftValue {
  const { dictionaryBytes } = chunk;
  const encodings = dictionaryBytes === 0 ? [ENCODING.plain, ENCODING.hybrid] : Object.values(ENCODING);
  return struct({
    2: i64(place),
    3: struct({
      1: i32(PHYSICAL[type]),
      2: list("i32", encodings.map(i32)),
      3: list("binary", [binary(name)]),
      4: i32(ZSTD),
      5: i64(rows),
      6: i64(chunk.plainBytes),
      7: i64(chunk.compressedBytes),
      9: i64(place + dictionaryBytes),
      11: dictionaryBytes === 0 ? null : i64(place),
    }),
  });
}

function schemaOf(columns: readonly ParquetColumn[]): ThriftValue[] {
  const root = struct({ 4: binary("schema"), 5: i32(columns.length) });
  return [
    root,
    ...columns.map(({ name, type }) =>
      struct({
        1: i32(PHYSICAL[type]),
        3: i32(OPTIONAL),
        4: binary(name),
        6: type === "VARCHAR" ? i32(UTF8) : null,
        10: logicalType(type),
      }),
    ),
  ];
}

function logicalType(type: ParquetColumn["type"]): ThriftValue | null {
  if (type === "VARCHAR") return struct({ 1: struct({}) });
  // Not adjusted to UTC: it is UTC by the table's rule, and a TIMESTAMP without a zone to DuckDB.
  if (type === "TIMESTAMP") return struct({ 8: struct({ 1: bool(false), 2: struct({ 2: struct({}) }) }) });
  return null;
}
