import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, type ZstdOptions } from "node:zlib";
import type { EncodedChunk } from "./encode-column-chunk.ts";
import { encodeThrift, i32, struct } from "./thrift-compact.ts";

const zstd = promisify(zstdCompress);
/** Numbers of apache/parquet-format's parquet.thrift. */
export const ENCODING = { plain: 0, hybrid: 3, dictionary: 8 } as const;
const [DATA_PAGE, DICTIONARY_PAGE] = [0, 2];
const LEAST_OUTPUT_BYTES = 1024;

/** A column chunk as the file stores it. */
export interface CompressedChunk {
  readonly parts: readonly Uint8Array[];
  /** Bytes of the dictionary's page with its header; 0 = none. */
  readonly dictionaryBytes: number;
  readonly plainBytes: number;
  readonly compressedBytes: number;
}

/** Compresses the pages in other threads. */
export async function compressChunk(encoded: EncodedChunk, rows: number): Promise<CompressedChunk> {
  const { dictionary, data } = encoded;
  const [names, body] = await Promise.all([
    dictionary === null ? null : zstd(dictionary.body, optionsFor(dictionary.body)),
    zstd(data, optionsFor(data)),
  ]);
  return chunkOf(encoded, names, body, rows);
}

/** Compresses the pages in this thread. */
export function compressChunkNow(encoded: EncodedChunk, rows: number): CompressedChunk {
  const compressed = (page: Buffer): Buffer => zstdCompressSync(page, optionsFor(page));
  const names = encoded.dictionary === null ? null : compressed(encoded.dictionary.body);
  return chunkOf(encoded, names, compressed(encoded.data), rows);
}

/** The usual level makes a table of events 6 % smaller and takes about twice the time. A page is handed over in one piece. */
const optionsFor = (page: Buffer): ZstdOptions => ({
  chunkSize: Math.max(LEAST_OUTPUT_BYTES, page.length),
  pledgedSrcSize: page.length,
  params: { [constants.ZSTD_c_compressionLevel]: 1 },
});

function chunkOf(
  { dictionary, data }: EncodedChunk,
  names: Buffer | null,
  body: Buffer,
  rows: number,
): CompressedChunk {
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
