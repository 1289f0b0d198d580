import type { Dictionary, ParquetColumn } from "../parquet/parquet-column.ts";

/** A column of a table in the order of the file, range by range. */
export type UnplacedColumn = { readonly name: string } & (
  | { readonly type: "TIMESTAMP"; readonly parts: readonly Float64Array[] }
  | { readonly type: "VARCHAR"; readonly parts: readonly NumberedPart[]; readonly texts: Dictionary }
  | {
      readonly type: "BIGINT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP_BY_NUMBER";
      readonly parts: readonly NumberedPart[];
      readonly distinct: Float64Array | BigInt64Array | Uint8Array;
    }
);

/** Rows of a range, whose texts are numbered within it. */
export interface NumberedPart {
  /** -1 = empty. */
  readonly numbers: Int32Array;
  /** For each number of the range that of the whole file. */
  readonly whole: Int32Array;
}

/** A column whose texts the asker knows. */
export type PlacedColumn =
  | ParquetColumn
  | (Omit<Extract<ParquetColumn, { type: "VARCHAR" }>, "texts"> & { texts: null });

/** Puts each row of a column at its place; all threads see the rows. */
export function placeColumn(column: UnplacedColumn, places: Int32Array): ParquetColumn {
  const { name } = column;
  switch (column.type) {
    case "TIMESTAMP":
      return { name, type: "TIMESTAMP", values: placeMicros(column.parts, places) };
    case "VARCHAR":
      return { name, type: "VARCHAR", numbers: placeNumbers(column.parts, places), texts: column.texts };
    case "TIMESTAMP_BY_NUMBER": {
      const { distinct } = column;
      const numbers = placeNumbers(column.parts, places);
      const values = sharedFloats(numbers.length);
      for (let row = 0; row < numbers.length; row++) values[row] = Number(distinct[numbers[row] ?? -1] ?? Number.NaN);
      return { name, type: "TIMESTAMP", values };
    }
    default:
      return { name, type: column.type, numbers: placeNumbers(column.parts, places), distinct: column.distinct };
  }
}

function placeNumbers(parts: readonly NumberedPart[], places: Int32Array): Int32Array {
  const placed = sharedIntegers(places.length);
  let row = 0;
  for (const { numbers, whole } of parts) {
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] ?? -1;
      placed[places[row++] ?? 0] = number < 0 ? -1 : (whole[number] ?? 0);
    }
  }
  return placed;
}

function placeMicros(parts: readonly Float64Array[], places: Int32Array): Float64Array {
  const placed = sharedFloats(places.length);
  let row = 0;
  for (const micros of parts)
    for (let at = 0; at < micros.length; at++) placed[places[row++] ?? 0] = micros[at] ?? Number.NaN;
  return placed;
}

/** Memory that threads hand each other without a copy. */
export const sharedIntegers = (length: number): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * length));
export const sharedFloats = (length: number): Float64Array<SharedArrayBuffer> =>
  new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * length));
