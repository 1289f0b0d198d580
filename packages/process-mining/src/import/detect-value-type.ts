export type ValueType = "BIGINT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP" | "VARCHAR";

/** The narrowest type that a sample of texts allows; the whole column must be checked with `castExpression` before it counts. */
export function detectValueType(values: readonly string[], isTime: boolean): ValueType {
  if (values.length === 0) return "VARCHAR";
  if (isTime) return "TIMESTAMP";
  if (values.every((value) => /^(?:0|-?[1-9]\d{0,17})$/.test(value))) return "BIGINT";
  if (values.every((value) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value))) return "DOUBLE";
  if (values.every((value) => /^(?:true|false)$/i.test(value))) return "BOOLEAN";
  return "VARCHAR";
}

/** SQL that reads a text column as the type, NULL where that would lose anything (a leading zero, a sign, a unit). */
export function castExpression(column: string, type: Exclude<ValueType, "VARCHAR" | "TIMESTAMP">): string {
  if (type === "BIGINT")
    return `CASE WHEN CAST(TRY_CAST(${column} AS BIGINT) AS VARCHAR) = ${column} THEN TRY_CAST(${column} AS BIGINT) END`;
  const pattern = type === "DOUBLE" ? String.raw`-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?` : "(?i)true|false";
  return `CASE WHEN regexp_full_match(${column}, '${pattern}') THEN TRY_CAST(${column} AS ${type}) END`;
}
