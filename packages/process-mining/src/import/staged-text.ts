import type { StagedColumn } from "./staged-log.ts";

/** SQL of a staged column as the text that times are read from; numbers are written out, without exponents. */
export function textSql({ sql, type }: Pick<StagedColumn, "sql" | "type">): string {
  if (type === "VARCHAR") return sql;
  if (type === "DOUBLE" || type === "FLOAT") return `CAST(TRY_CAST(${sql} AS DECIMAL(38, 9)) AS VARCHAR)`;
  return `CAST(${sql} AS VARCHAR)`;
}

/** Whether numbers of the type may count time. */
export const isCountType = (type: string): boolean =>
  /^(?:U?BIGINT|U?INTEGER|U?HUGEINT|DOUBLE|FLOAT|DECIMAL\(.*)$/.test(type);
