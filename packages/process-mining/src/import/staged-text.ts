import type { StagedColumn } from "./staged-log.ts";

/** SQL of a staged column as the text that times are read from; numbers are written out, without exponents. */
export function textSql({ sql, type }: Pick<StagedColumn, "sql" | "type">): string {
  if (type === "VARCHAR") return sql;
  // Whole numbers below 2^53 are exact; as decimals they would lose their last figures.
  if (type === "DOUBLE" || type === "FLOAT")
    return `CASE WHEN ${sql} = trunc(${sql}) AND abs(${sql}) < 9e15 THEN CAST(CAST(${sql} AS BIGINT) AS VARCHAR) ELSE CAST(TRY_CAST(${sql} AS DECIMAL(38, 6)) AS VARCHAR) END`;
  return `CAST(${sql} AS VARCHAR)`;
}

/** Whether numbers of the type may count time. */
export const isCountType = (type: string): boolean =>
  /^(?:U?BIGINT|U?INTEGER|U?HUGEINT|DOUBLE|FLOAT|DECIMAL\(.*)$/.test(type);
