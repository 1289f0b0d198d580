import bindings from "@duckdb/node-bindings";
import type { DuckDBDataChunk } from "@duckdb/node-api";

/*
 * Columns of a result chunk as typed arrays. These are views of DuckDB's own memory, valid while the chunk is
 * referenced: copy out of them, and touch the chunk afterwards. The API's value-by-value getters would cost ten times
 * as much, and the cost of a view is per column and chunk (2,048 rows), so a query should return few, wide columns.
 */

/** A DOUBLE column without nulls. */
export function doubleColumn(chunk: DuckDBDataChunk, column: number, rows = chunk.rowCount): Float64Array {
  const bytes = columnBytes(chunk, column, 8 * rows);
  return new Float64Array(bytes.buffer, bytes.byteOffset, rows);
}

/** A BIGINT or UBIGINT column without nulls as pairs of 32-bit words, the low one first. */
export function wordPairColumn(chunk: DuckDBDataChunk, column: number, rows = chunk.rowCount): Int32Array {
  const bytes = columnBytes(chunk, column, 8 * rows);
  return new Int32Array(bytes.buffer, bytes.byteOffset, rows * 2);
}

/** The items of a list of BIGINT or UBIGINT without nulls, the only row of a chunk, as `wordPairColumn` has them. */
export function wordPairList(chunk: DuckDBDataChunk, column: number): Int32Array {
  const list = bindings.data_chunk_get_vector(chunk.chunk, column);
  const count = bindings.list_vector_get_size(list);
  const bytes = bindings.vector_get_data(bindings.list_vector_get_child(list), count * 8);
  return new Int32Array(bytes.buffer, bytes.byteOffset, count * 2);
}

function columnBytes(chunk: DuckDBDataChunk, column: number, bytes: number): Uint8Array {
  return bindings.vector_get_data(bindings.data_chunk_get_vector(chunk.chunk, column), bytes);
}
