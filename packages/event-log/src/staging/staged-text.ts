import type { StagedColumn } from "./staged-log.ts";

const SCALED = /^DECIMAL\(\d+,\s*[1-9]/;

/** SQL of a staged column as the text that times are read from; numbers are written out, without exponents. */
export function textSql({ sql, type }: Pick<StagedColumn, "sql" | "type">): string {
  if (type === "VARCHAR") return sql;
  // Whole numbers below 2^53 are exact; as decimals they would lose their last figures.
  if (type === "DOUBLE" || type === "FLOAT")
    return `CASE WHEN ${sql} = trunc(${sql}) AND abs(${sql}) < 9e15 THEN CAST(CAST(${sql} AS BIGINT) AS VARCHAR) ELSE CAST(TRY_CAST(${sql} AS DECIMAL(38, 6)) AS VARCHAR) END`;
  return plainSql(sql, type);
}

/** SQL of a value of another type as text: numbers that have a scale, as ids of Oracle and Spark do, without it where they are whole. */
export function plainSql(sql: string, type: string): string {
  if (!SCALED.test(type)) return `CAST(${sql} AS VARCHAR)`;
  return `CASE WHEN ${sql} = trunc(${sql}) THEN CAST(CAST(${sql} AS DECIMAL(38, 0)) AS VARCHAR) ELSE CAST(${sql} AS VARCHAR) END`;
}

/** Whether numbers of the type may count time. */
export const isCountType = (type: string): boolean =>
  /^(?:U?BIGINT|U?INTEGER|U?HUGEINT|DOUBLE|FLOAT|DECIMAL\(.*)$/.test(type);
