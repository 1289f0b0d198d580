/** Distinct texts by number, as UTF-8. */
export interface Dictionary {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Where in `bytes` the text of each number begins, and how many bytes it has. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
}

/** A column of a table, row by row. */
export type ParquetColumn = { readonly name: string } & (
  | {
      readonly type: "VARCHAR";
      /** Number of each row's text in `texts`; -1 = NULL. */
      readonly numbers: Int32Array;
      readonly texts: Dictionary;
    }
  | {
      /** TIMESTAMP: microseconds since 1970, without a zone. */
      readonly type: "TIMESTAMP";
      /** NaN = NULL. */
      readonly values: Float64Array;
    }
  | {
      readonly type: "BIGINT" | "DOUBLE" | "BOOLEAN";
      /** Number of each row's value in `distinct`; -1 = NULL. */
      readonly numbers: Int32Array;
      readonly distinct: BigInt64Array | Float64Array | Uint8Array;
    }
);
