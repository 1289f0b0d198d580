import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { itemChunks } from "../log/item-chunks.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import type { PlainRows } from "../plain/plain-rows.ts";

/** The log with some of its scanned rows, ascending, in place of the sample: as many as the row lists hold. */
export async function withDoubtedRows(log: StagedLog, scanned: PlainRows, rows: readonly number[]): Promise<StagedLog> {
  if (rows.length === 0 || log.plain === undefined) return log;
  return { ...log, ...(await log.plain.stageRows(scanned, rows)) };
}

/**
 * The first rows of the file, at most `most`, of those whose places in the written table are asked for by a statement.
 * @param placeOf - place of each row of the file in the table
 */
export async function firstRowsAt(
  session: DuckDbSession,
  sql: string,
  placeOf: Int32Array,
  most: number,
): Promise<number[]> {
  const isWanted = new Uint8Array(placeOf.length);
  let requested = 0;
  await session.eachNumber(sql, (places) => {
    for (const place of places) isWanted[place] = 1;
    requested += places.length;
  });
  const wanted = Math.min(requested, most);
  const rows: number[] = [];
  for await (const { from, to } of itemChunks(placeOf.length)) {
    for (let row = from; row < to && rows.length < wanted; row++) if (isWanted[placeOf[row] ?? 0] === 1) rows.push(row);
    if (rows.length === wanted) break;
  }
  return rows;
}
