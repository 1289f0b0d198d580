import { open, type FileHandle } from "node:fs/promises";
import { parquetRowsPerGroup } from "./parquet-options.ts";
import { compressChunk, ENCODING, type CompressedChunk } from "./compress-chunk.ts";
import { ColumnChunkEncoder } from "./encode-column-chunk.ts";
import type { ParquetColumn } from "./parquet-column.ts";
import { binary, bool, encodeThrift, i32, i64, list, struct, type ThriftValue } from "./thrift-compact.ts";

const MAGIC = Buffer.from("PAR1");
/** Numbers of apache/parquet-format's parquet.thrift. */
const PHYSICAL = { BOOLEAN: 0, BIGINT: 2, TIMESTAMP: 2, DOUBLE: 5, VARCHAR: 6 } as const;
const ZSTD = 6;
const OPTIONAL = 1;
const UTF8 = 0;

export interface WriteParquetOptions {
  readonly path: string;
  readonly rowCount: number;
  readonly columns: readonly (ParquetColumn | EncodedElsewhere)[];
  readonly signal: AbortSignal;
  /** Share of the rows written so far, 0–1. */
  readonly onProgress: (fraction: number) => void;
}

/** A column that others encode, such as a thread. */
export interface EncodedElsewhere extends Pick<ParquetColumn, "name" | "type"> {
  /** Rows from one up to, not including, another; each group of rows is asked for once, in their order. */
  readonly chunk: (from: number, to: number) => Promise<CompressedChunk>;
}

/** Groups of rows that are encoded and compressed while one is written, so that nobody waits for another: of few values several. */
const groupsAhead = (values: number): number => (values > 1_000_000 ? 1 : 3);

/**
 * Writes columns of numbers and of numbered texts as a Parquet file, with the row groups and the compression that DuckDB's
 * writer is configured with (`parquetOptions`). DuckDB's writer would have to look up each text again.
 */
export async function writeParquet(options: WriteParquetOptions): Promise<void> {
  const { columns, rowCount, signal } = options;
  const encoders = columns.map((column) => ("chunk" in column ? column : encodedHere(column)));
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
    const ahead: RowGroup[] = [];
    for (let from = 0; from < rowCount; from += rowsPerGroup) {
      signal.throwIfAborted();
      const to = Math.min(rowCount, from + rowsPerGroup);
      const pages = Promise.all(encoders.map(async ({ chunk }) => chunk(from, to)));
      pages.catch(() => undefined);
      ahead.push({ from, to, pages });
      const first = ahead.length > groupsAhead(rowsPerGroup * columns.length) ? ahead.shift() : undefined;
      if (first !== undefined) await append(first);
    }
    for (const group of ahead) await append(group);
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

function encodedHere(column: ParquetColumn): EncodedElsewhere {
  const encoder = new ColumnChunkEncoder(column);
  const { name, type } = column;
  return { name, type, chunk: async (from, to) => compressChunk(encoder.encode(from, to), to - from) };
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

  async append(...parts: readonly Uint8Array[]): Promise<void> {
    const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    let from = 0;
    while (from < all.length) from += (await this.#file.write(all, from)).bytesWritten;
    this.size += all.length;
  }
}

function columnChunk(
  { name, type }: Pick<ParquetColumn, "name" | "type">,
  chunk: CompressedChunk,
  place: number,
  rows: number,
): ThriftValue {
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

function schemaOf(columns: readonly Pick<ParquetColumn, "name" | "type">[]): ThriftValue[] {
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
