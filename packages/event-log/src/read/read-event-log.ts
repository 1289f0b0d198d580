import { DomainError } from "@longhaul/domain";
import type { EventLog } from "../log/event-log.ts";
import type { RunOptions } from "../log/run-options.ts";
import { indexCases, readCaseDictionary } from "./case-dictionary.ts";
import { both } from "../text/both.ts";
import { incompleteRows, withEventTable, type EventTable, type EventTableOptions } from "./event-table.ts";
import { markLifecycle } from "./lifecycle-mark.ts";
import { scanCaseNumbers, scanEvents, type NumberedNames } from "./scan-events.ts";
import { asGroupedCases, sortEventsByCase } from "./sort-events-by-case.ts";
import { sortEventsByTime } from "./sort-events-by-time.ts";
import { textNumberSql } from "./text-numbers.ts";

const SHARE_OF_NAMES = 0.1;
const SHARE_OF_SCAN = 0.7;

export interface ReadEventLogOptions extends EventTableOptions, RunOptions {
  /** Also read the steps of life cycles, for `pairLifecycle`; costs 8 bytes an event. */
  readonly withLifecycle?: boolean | undefined;
  /** Also keep the number of each event's row, for `readEventAttributes`; costs 4 bytes an event. */
  readonly withFileRows?: boolean | undefined;
}

/**
 * Read the event table of an imported log into columns. DuckDB decodes the file and turns names into
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
    const rowCount = await countRows(table);
    const activities = await readNames(table, "activity");
    const resources = table.columns.has("resource") ? await readNames(table, "resource") : null;
    const marks = options.withLifecycle === true && table.columns.has("lifecycle") ? await markLifecycle(table) : null;
    options.onProgress?.(SHARE_OF_NAMES);
    const onScanned = (done: number): void => options.onProgress?.(SHARE_OF_NAMES + SHARE_OF_SCAN * done);
    // DuckDB groups the cases while this thread takes over the events.
    const [cases, rows] = await both(
      readCaseDictionary(table),
      scanEvents(
        table,
        {
          rowCount,
          activities,
          resources,
          lifecycleSql: marks?.sql ?? null,
          withFileRows: options.withFileRows === true,
        },
        onScanned,
      ),
    );
    const isTimed = checkTimes(rows.endMs);
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
      ...(marks?.hasOwnStates === true ? { hasOwnStates: true } : {}),
      activities: activities.names,
    };
    options.onProgress?.(1);
    if (resources === null || resources.names.length === 0) return { ...log, resources: null, resource: null };
    return { ...log, resources: resources.names };
  });
}

async function countRows(table: EventTable): Promise<number> {
  const missing = ["case_id", "activity", "timestamp"].filter((column) => !table.columns.has(column));
  if (missing.length > 0) {
    throw new DomainError("unprocessable", `The event table has no column ${missing.join(", ")}.`);
  }
  const [rowCount = 0] = await table.numbers(`SELECT count(*) FROM ${table.relation}`);
  return rowCount;
}

/** Whether the events have times; those of a log without become 0. @throws DomainError (`unprocessable`) when only some have one */
function checkTimes(endMs: Float64Array): boolean {
  let untimed = 0;
  for (let row = 0; row < endMs.length; row++) if (Number.isNaN(endMs[row])) untimed++;
  if (untimed === 0) return true;
  if (untimed < endMs.length) throw incompleteRows();
  endMs.fill(0);
  return false;
}

/** The distinct names of a column, in code point order. */
async function readNames(table: EventTable, column: "activity" | "resource"): Promise<NumberedNames> {
  const distinct = `SELECT ${column} FROM ${table.relation} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`;
  const names = await table.texts(distinct);
  return { names, numberSql: await textNumberSql(table, { name: column, text: column, distinct }, names) };
}
