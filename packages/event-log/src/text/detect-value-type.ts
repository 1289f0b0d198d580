/** `DECIMAL_COMMA`: numbers such as `1.234,56`, which become DOUBLE; `GROUPED`: such as `1,234.56`. */
export type ValueType = "BIGINT" | "DOUBLE" | "DECIMAL_COMMA" | "GROUPED" | "BOOLEAN" | "TIMESTAMP" | "VARCHAR";

/** The type in the table. */
export const tableType = (type: ValueType): Exclude<ValueType, "DECIMAL_COMMA" | "GROUPED"> =>
  type === "DECIMAL_COMMA" || type === "GROUPED" ? "DOUBLE" : type;

export const isNumeric = (type: ValueType): boolean => !["BOOLEAN", "TIMESTAMP", "VARCHAR"].includes(type);

const DECIMAL_COMMA = String.raw`[-+]?(\d+|[1-9]\d{0,2}([. ]\d{3})+)(,\d+)?`;
const GROUPED = String.raw`[-+]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?`;
const isWhole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const decimalComma = isWhole(DECIMAL_COMMA);
const grouped = isWhole(GROUPED);
/** A comma that groups no thousands; leading zeros are those of ids. */
const CLEARLY_DECIMAL = /,(?!\d{3}$)\d+$|\.\d{3},|^[-+]?0,/;
const CLEARLY_GROUPED = /,\d{3}[.,]/;
const ID_ZERO = /^[-+]?0\d/;

/** The narrowest type that a sample of texts allows; the whole column must be checked with `castExpression` before it counts. */
export function detectValueType(values: readonly string[], isTime: boolean): ValueType {
  if (values.length === 0) return "VARCHAR";
  if (isTime) return "TIMESTAMP";
  if (values.every((value) => /^(?:0|-?[1-9]\d{0,17})$/.test(value))) return "BIGINT";
  if (values.every((value) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value))) return "DOUBLE";
  if (!values.some((value) => ID_ZERO.test(value))) {
    if (values.some((value) => CLEARLY_DECIMAL.test(value)) && values.every((value) => decimalComma.test(value)))
      return "DECIMAL_COMMA";
    if (values.some((value) => CLEARLY_GROUPED.test(value)) && values.every((value) => grouped.test(value)))
      return "GROUPED";
  }
  if (values.every((value) => /^(?:true|false)$/i.test(value))) return "BOOLEAN";
  return "VARCHAR";
}

/** SQL that reads a text column as the type, NULL where that would lose anything (a leading zero, a sign, a unit). */
export function castExpression(column: string, type: Exclude<ValueType, "VARCHAR" | "TIMESTAMP">): string {
  if (type === "BIGINT")
    return `CASE WHEN CAST(TRY_CAST(${column} AS BIGINT) AS VARCHAR) = ${column} THEN TRY_CAST(${column} AS BIGINT) END`;
  if (type === "DECIMAL_COMMA")
    return `CASE WHEN regexp_full_match(${column}, '${DECIMAL_COMMA}') THEN TRY_CAST(replace(translate(${column}, '. +', ''), ',', '.') AS DOUBLE) END`;
  if (type === "GROUPED")
    return `CASE WHEN regexp_full_match(${column}, '${GROUPED}') THEN TRY_CAST(translate(${column}, ',+', '') AS DOUBLE) END`;
  const pattern = type === "DOUBLE" ? String.raw`-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?` : "(?i)true|false";
  return `CASE WHEN regexp_full_match(${column}, '${pattern}') THEN TRY_CAST(${column} AS ${type}) END`;
}
