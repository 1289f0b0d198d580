import { DomainError } from "@longhaul/domain";
import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import { indexCases, readCaseDictionary } from "./case-dictionary.ts";
import { both } from "./both.ts";
import { withEventTable, type EventTable, type EventTableOptions } from "./event-table.ts";
import { lifecycleMarkSql } from "./lifecycle-mark.ts";
import { scanCaseNumbers, scanEvents } from "./scan-events.ts";
import { asGroupedCases, sortEventsByCase } from "./sort-events-by-case.ts";
import { sortEventsByTime } from "./sort-events-by-time.ts";

const END_MS_SQL = "epoch_us(timestamp)::DOUBLE / 1000";
const SHARE_OF_NAMES = 0.1;
const SHARE_OF_SCAN = 0.7;

export interface ReadEventLogOptions extends EventTableOptions, RunOptions {
  /** Also read the steps of life cycles, for `pairLifecycle`; costs 8 bytes an event. */
  readonly withLifecycle?: boolean | undefined;
  /** Also keep the number of each event's row, for `readEventAttributes`; costs 4 bytes an event. */
  readonly withFileRows?: boolean | undefined;
}

/**
 * Read the canonical Parquet table of an imported log into columns. DuckDB decodes the file and turns names into
 * numbers. The importer leaves the rows of a case next to each other; those of any other table are counting-sorted by
 * case first. Then the cases are put in the order of time, ties in the order of the file.
 *
 * Cases are numbered in the order in which they appear in the file, activities and resources in code point order of
 * their names, so the result depends on the table alone. Times are exact to the microsecond of the table within 1970 ± 140 years. A table in which no event has a time is a log
 * without times.
 *
 * Rejects with a `DomainError` (`unprocessable`) when the file isn't such a table, with DuckDB's error when it can't be
 * read, with the signal's reason when aborted.
 */
export async function readEventLog(options: ReadEventLogOptions): Promise<EventLog> {
  return withEventTable(options, async (table) => {
    const { rowCount, isTimed } = await checkTable(table);
    const endMsSql = isTimed ? END_MS_SQL : "0::DOUBLE";
    const activities = await readNames(table, "activity");
    const resources = table.columns.has("resource") ? await readNames(table, "resource") : null;
    const lifecycleSql =
      options.withLifecycle === true && table.columns.has("lifecycle") ? await lifecycleMarkSql(table) : null;
    options.onProgress?.(SHARE_OF_NAMES);
    const onScanned = (done: number): void => options.onProgress?.(SHARE_OF_NAMES + SHARE_OF_SCAN * done);
    // DuckDB groups the cases while this thread takes over the events.
    const [cases, rows] = await both(
      readCaseDictionary(table),
      scanEvents(
        table,
        { rowCount, endMsSql, activities, resources, lifecycleSql, withFileRows: options.withFileRows === true },
        onScanned,
      ),
    );
    const sorted = cases.isGrouped
      ? asGroupedCases(rows, cases.rowCounts)
      : await sortEventsByCase(
          rows,
          await scanCaseNumbers(table, await indexCases(table), rowCount),
          cases.rowCounts,
          options.signal,
        );
    const caseCount = cases.ids.length;
    const eventCount = sorted.endMs.length;
    await sortEventsByTime(sorted, options);
    const log = {
      eventCount,
      caseCount,
      caseIds: cases.ids,
      ...sorted,
      ...(isTimed ? {} : { isTimed }),
      activities,
    };
    options.onProgress?.(1);
    if (resources === null || resources.length === 0) return { ...log, resources: null, resource: null };
    return { ...log, resources };
  });
}

async function checkTable(table: EventTable): Promise<{ readonly rowCount: number; readonly isTimed: boolean }> {
  const missing = ["case_id", "activity", "timestamp"].filter((column) => !table.columns.has(column));
  if (missing.length > 0) {
    throw new DomainError("unprocessable", `The event table has no column ${missing.join(", ")}.`);
  }
  const [rowCount = 0, caseIds, activities, timestamps] = await table.numbers(
    `SELECT count(*), count(case_id), count(activity), count(timestamp) FROM ${table.relation}`,
  );
  const isTimed = rowCount === 0 || timestamps !== 0;
  if (caseIds !== rowCount || activities !== rowCount || (isTimed && timestamps !== rowCount)) {
    throw new DomainError("unprocessable", "The event table has rows without case_id, activity or timestamp.");
  }
  return { rowCount, isTimed };
}

/** Distinct names of a column in code point order, and a type `<column>_name` that numbers them. */
async function readNames(table: EventTable, column: "activity" | "resource"): Promise<string[]> {
  const distinct = `SELECT ${column} FROM ${table.relation} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`;
  await table.execute(`CREATE TYPE ${column}_name AS ENUM (${distinct})`);
  const names: string[] = [];
  for await (const chunk of table.chunks(`SELECT unnest(enum_range(NULL::${column}_name))::VARCHAR`)) {
    for (const name of chunk.getColumnValues(0)) names.push(String(name));
  }
  return names;
}
