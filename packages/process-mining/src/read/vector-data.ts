import bindings from "@duckdb/node-bindings";
import type { DuckDBDataChunk } from "@duckdb/node-api";

/*
 * Columns of a result chunk as typed arrays. These are views of DuckDB's own memory, valid while the chunk is
 * referenced: copy out of them, and touch the chunk afterwards. The API's value-by-value getters would cost ten times
 * as much, and the cost of a view is per column and chunk (2,048 rows), so a query should return few, wide columns.
 */

/** A DOUBLE column without nulls. */
export function doubleColumn(chunk: DuckDBDataChunk, column: number): Float64Array {
  const bytes = columnBytes(chunk, column, 8);
  return new Float64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

/** A BIGINT or UBIGINT column without nulls as pairs of 32-bit words, the low one first. */
export function wordPairColumn(chunk: DuckDBDataChunk, column: number): Int32Array {
  const bytes = columnBytes(chunk, column, 8);
  return new Int32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount * 2);
}

function columnBytes(chunk: DuckDBDataChunk, column: number, bytesPerItem: number): Uint8Array {
  return bindings.vector_get_data(bindings.data_chunk_get_vector(chunk.chunk, column), chunk.rowCount * bytesPerItem);
}
