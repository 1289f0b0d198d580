import type { DuckDbSession } from "./duckdb-session.ts";
import { readBufferOf } from "./read-buffer.ts";
import type { RowSegment } from "./row-segments.ts";
import { sqlText } from "./sql-text.ts";

export interface LoadRowSegmentsOptions {
  readonly session: DuckDbSession;
  readonly segments: readonly RowSegment[];
  /** Numbers that stand before the columns of each row: their SQL types by name. */
  readonly leading: Readonly<Record<string, "INTEGER" | "BIGINT">>;
  /** How many columns `c0`, `c1`, … of text there are. */
  readonly columns: number;
  readonly onLoad: (fraction: number) => void;
}

/** Reads rows that `RowSegments` wrote into the new table `staged`, in their order. @returns how many */
export async function loadRowSegments({
  session,
  segments,
  leading,
  columns,
  onLoad,
}: LoadRowSegmentsOptions): Promise<number> {
  const numbers = Object.entries(leading);
  const texts = Array.from({ length: columns }, (_, index) => `c${index}`);
  const table = [...numbers.map(([name, type]) => `${name} ${type}`), ...texts.map((name) => `${name} VARCHAR`)];
  await session.query(`CREATE TABLE staged (${table.join(", ")})`);
  for (const [at, { path, width, longestLine }] of segments.entries()) {
    const inFile = Array.from({ length: width }, (_, index) => `c${index}`);
    const declared = [
      ...numbers.map(([name, type]) => `${sqlText(name)}: '${type}'`),
      ...inFile.map((name) => `${sqlText(name)}: 'VARCHAR'`),
    ];
    const present = [...numbers.map(([name]) => name), ...inFile.slice(0, columns)].join(", ");
    await session.query(
      `INSERT INTO staged (${present}) SELECT ${present} FROM read_csv(${sqlText(path)}, auto_detect = false, header = false,
        compression = 'none', columns = {${declared.join(", ")}}, delim = ',', quote = '"', escape = '"', nullstr = '',
        strict_mode = true, new_line = '\\n', ${readBufferOf(longestLine)})`,
      (fraction) => onLoad((at + fraction) / segments.length),
    );
  }
  const [[count] = []] = await session.query("SELECT count(*) FROM staged");
  return Number(count);
}
