import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { partsToLookAt, type CaseSpread } from "../plain/case-spread.ts";
import { sqlText } from "../text/sql-text.ts";

/** Average number of events of a case from which on the spread of its events is evidence. */
const USUALLY_REPEATED = 1.8;
/** How much closer in time than by chance the events of a case lie at least, 0 to 1. */
const LEAST_CLOSE = 0.2;

/**
 * The doubts of a sample that its table doesn't dispel: the first rows of a table in order of time have the
 * beginnings of cases, which hardly look like any.
 */
export async function stillInDoubt(
  doubts: readonly Doubt[],
  spread: () => Promise<CaseSpread>,
): Promise<readonly Doubt[]> {
  if (!doubts.some(({ unlessInTable }) => unlessInTable === true)) return doubts;
  const { perCase, apart, byChance } = await spread();
  const hasCases = perCase >= USUALLY_REPEATED && apart <= (1 - LEAST_CLOSE) * byChance;
  return hasCases ? doubts.filter(({ unlessInTable }) => unlessInTable !== true) : doubts;
}

/** By the table of so many rows. */
export async function readSpreadOfCases(session: DuckDbSession, tablePath: string, rows: number): Promise<CaseSpread> {
  const parts = partsToLookAt(rows).map(
    ({ from, to }) => `SELECT case_id, timestamp FROM read_parquet(${sqlText(tablePath)}, file_row_number = true)
      WHERE file_row_number >= ${from} AND file_row_number < ${to}`,
  );
  const cases = `SELECT count(*) AS n, epoch(min(timestamp)) AS least, epoch(max(timestamp)) AS most
    FROM (${parts.join(" UNION ALL ")}) GROUP BY case_id`;
  // So far apart are the first and the last of n events that are spread evenly over the whole time.
  const [row = []] = await session.query(
    `SELECT avg(n), coalesce(sum(most - least), 0), coalesce((max(most) - min(least)) * sum((n - 1) / (n + 1)), 0) FROM (${cases})`,
  );
  const [perCase = 0, apart = 0, byChance = 0] = row.map(Number);
  return { perCase, apart, byChance };
}
