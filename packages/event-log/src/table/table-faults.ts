import { roleColumnNames } from "../terms/event-table-columns.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ColumnRole, ImportedColumn } from "../terms/import-result.ts";
import { withAlike } from "../text/look-alike.ts";
import { sqlText } from "../text/sql-text.ts";

/** Faults found in the rows of an event table. */
export interface TableFaults {
  /** Missing optional values. They count only for activities where at least a tenth of the events have one. */
  readonly missingValues: number;
  /** Rows that repeat another row in every column; the first of equal rows doesn't count. */
  readonly repeatedRows: number;
  /** Steps to another activity at the same time, when no column says which came first. */
  readonly simultaneousSteps: number;
  readonly startsAfterEnd: number;
  /** Events whose activity is spelled differently from most events of the same activity. */
  readonly variedNames: number;
}

/** Facts about a table that are known without a query. */
export interface KnownFaults {
  /** For each activity its events, those of them that are missing an optional value, and that start after their end; null = not known. */
  readonly activities:
    | readonly { readonly name: string; readonly events: number; readonly missing: number; readonly reversed: number }[]
    | null;
  /** Whether each event of a case is later than the one before it. */
  readonly isInOrder: boolean;
}

export const OPTIONAL = ["startTimestamp", "resource", "lifecycle"] as const satisfies readonly ColumnRole[];

/**
 * Counts the faults.
 * @param isOrderKnown whether a column says which of two events of one time comes first
 * @param missing the columns, where it is known how many rows lack a value of each
 * @param mayActivitiesBeAlike false where no two activities are one to a reader, which needn't be asked for again then
 */
export async function countTableFaults(
  session: DuckDbSession,
  tablePath: string,
  roles: ReadonlySet<ColumnRole>,
  isOrderKnown: boolean,
  {
    known = null,
    mayActivitiesBeAlike = true,
    missing: described,
  }: {
    readonly known?: KnownFaults | null;
    readonly mayActivitiesBeAlike?: boolean;
    readonly missing?: readonly Pick<ImportedColumn, "role" | "nulls">[];
  } = {},
): Promise<TableFaults> {
  const table = `read_parquet(${sqlText(tablePath)})`;
  const isComplete = (wanted: ColumnRole): boolean => described?.find(({ role }) => role === wanted)?.nulls === 0;
  const optional = OPTIONAL.filter((role) => roles.has(role) && !isComplete(role)).map((role) => roleColumnNames[role]);
  const missing = optional.map(
    (name) => `CASE WHEN 10 * count(${name}) >= count(*) THEN count(*) - count(${name}) ELSE 0 END`,
  );
  const reversed = roles.has("startTimestamp") ? "count(*) FILTER (start_timestamp > timestamp)" : "0";
  const counted =
    known?.activities?.map(
      ({ name, events, missing: gaps, reversed: turned }) => `(${sqlText(name)}, ${events}, ${gaps}, ${turned})`,
    ) ?? null;
  const byActivity =
    counted === null
      ? `SELECT activity, count(*) AS events, ${["0", ...missing].join(" + ")} AS missing, ${reversed} AS reversed FROM ${table} GROUP BY 1`
      : `SELECT * FROM (VALUES ${counted.join(", ")}) AS counted(activity, events, missing, reversed)`;
  const mayHaveFaults = optional.length > 0 || roles.has("startTimestamp") || mayActivitiesBeAlike;
  const [activities = []] = mayHaveFaults
    ? await session.query(
        mayActivitiesBeAlike
          ? `SELECT sum(missing), sum(reversed), sum(events) - sum(most) FROM
             (SELECT sum(missing) AS missing, sum(reversed) AS reversed, sum(events) AS events, max(events) AS most
             FROM ${withAlike("name", { relation: `(${byActivity})`, column: "activity" })} GROUP BY alike)`
          : `SELECT sum(missing), sum(reversed), 0 FROM (${byActivity})`,
      )
    : [];
  const [missingValues = 0, startsAfterEnd = 0, variedNames = 0] = activities.map(Number);
  const { repeatedRows, simultaneousSteps } =
    known?.isInOrder === true
      ? { repeatedRows: 0, simultaneousSteps: 0 }
      : await countTies(session, table, roles.has("startTimestamp"));
  return {
    missingValues,
    repeatedRows,
    simultaneousSteps: isOrderKnown ? 0 : simultaneousSteps,
    startsAfterEnd,
    variedNames,
  };
}

/** Counts in one pass when each case's events are in time order, as in most files. */
async function countTies(
  session: DuckDbSession,
  table: string,
  hasStart: boolean,
): Promise<Pick<TableFaults, "repeatedRows" | "simultaneousSteps">> {
  const before = `SELECT case_id, timestamp, lag(case_id) OVER () AS owner, lag(timestamp) OVER () AS before FROM ${table}`;
  const [row = []] = await session.query(
    `SELECT count(*) FILTER (before = timestamp), count(*) FILTER (before > timestamp) FROM (${before}) WHERE owner = case_id`,
  );
  const [adjacent = 0, backward = 0] = row.map(Number);
  if (adjacent === 0 && backward === 0) return { repeatedRows: 0, simultaneousSteps: 0 };
  const ties = `SELECT case_id, timestamp FROM ${table} GROUP BY 1, 2 HAVING count(*) > 1`;
  const tied = `SELECT hash(t) AS whole, t.case_id, t.timestamp, ${hasStart ? "t.start_timestamp" : "NULL"} AS start, t.activity
    FROM ${table} t SEMI JOIN (${ties}) USING (case_id, timestamp)`;
  const [counts = []] = await session.query(
    `SELECT coalesce(sum(repeated), 0), coalesce(sum(steps), 0) FROM
       (SELECT count(*) - count(DISTINCT whole) AS repeated, count(DISTINCT activity) - 1 AS steps FROM (${tied}) GROUP BY case_id, timestamp, start)`,
  );
  const [repeatedRows = 0, simultaneousSteps = 0] = counts.map(Number);
  return { repeatedRows, simultaneousSteps };
}
