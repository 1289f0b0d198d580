import { cellText } from "../text/cell-text.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { maxExamples } from "../terms/error-tally.ts";
import type { ImportedColumn } from "../terms/import-result.ts";
import { sqlText } from "../text/sql-text.ts";

/** Fewer raise no doubt: somebody may have corrected these times by hand. The quality score counts each one in any case. */
const MORE_THAN_A_FEW = 5;
/** From this share of events on, the start and end columns seem to be swapped. */
const MOST = 0.5;

/** The doubt about events that start after they end. @param count how many such events the table has */
export async function doubtReversed(
  session: DuckDbSession,
  tablePath: string,
  columns: readonly Omit<ImportedColumn, "nulls">[],
  { count, events }: { readonly count: number; readonly events: number },
): Promise<Doubt[]> {
  const sourceOf = (role: "timestamp" | "startTimestamp"): string =>
    columns.filter((column) => column.role === role).map(({ name, sourceName = name }) => sourceName)[0] ?? "";
  if (count < MORE_THAN_A_FEW) return [];
  const [start, end] = [sourceOf("startTimestamp"), sourceOf("timestamp")];
  const found = await session.query(
    `SELECT case_id::VARCHAR, start_timestamp::VARCHAR, timestamp::VARCHAR FROM read_parquet(${sqlText(tablePath)}) WHERE start_timestamp > timestamp LIMIT ${maxExamples}`,
  );
  const examples = found.map(([caseId, from, to]) => ({
    column: start,
    value: `${cellText(from)} after ${cellText(to)} (${cellText(caseId)})`,
  }));
  const remedy =
    count > MOST * events
      ? `The two columns seem to be turned round: give {"startTimestamp": ${JSON.stringify(end)}, "timestamp": ${JSON.stringify(start)}} in the mapping if they are.`
      : "Correct the source, or name the columns of start and end in the mapping.";
  return [
    {
      kind: "StartAfterEnd",
      column: start,
      detail: `${count} of ${events} events start after they end, for example ${examples[0]?.value ?? ""}; they were left so, and count with no or negative durations. ${remedy}`,
      count,
      examples,
      // `rateQuality` counts each such event already.
      points: 0,
    },
  ];
}
