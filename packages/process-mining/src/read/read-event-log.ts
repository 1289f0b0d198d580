import { setImmediate } from "node:timers/promises";
import { DomainError } from "@longhaul/domain";
import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import { readCaseDictionary } from "./case-dictionary.ts";
import { dropUnusedNames } from "./drop-unused-names.ts";
import { withEventTable, type EventTable, type EventTableOptions } from "./event-table.ts";
import { scanEvents } from "./scan-events.ts";
import { sortCaseByTime } from "./sort-case-by-time.ts";
import { sortEventsByCase, type EventsByCase } from "./sort-events-by-case.ts";
import { timeWindowCondition, type TimeWindow } from "./time-window.ts";

const END_MS_SQL = "epoch_us(timestamp)::DOUBLE / 1000";
const SHARE_OF_DICTIONARIES = 0.2;
const SHARE_OF_SCAN = 0.7;
const EVENTS_PER_TURN = 250_000;

export interface ReadEventLogOptions extends EventTableOptions, RunOptions {
  /** Keep only the cases of a period. */
  readonly timeWindow?: TimeWindow | undefined;
}

/**
 * Read the canonical Parquet table of an imported log into columns. DuckDB decodes the file and turns names into
 * numbers; the events are then counting-sorted by case and put in the order of time, ties in the order of the file.
 *
 * Cases are numbered in the order in which they appear in the file, activities and resources in code point order of
 * their names, so the result depends on the table alone. With a time window and no case inside, the log is empty.
 * Times are exact to the microsecond of the table within 1970 ± 140 years.
 *
 * Rejects with a `DomainError` (`unprocessable`) when the file isn't such a table, with DuckDB's error when it can't be
 * read, with the signal's reason when aborted.
 */
export async function readEventLog(options: ReadEventLogOptions): Promise<EventLog> {
  return withEventTable(options, async (table) => {
    const rowCount = await checkTable(table);
    const startMsSql = table.columns.has("start_timestamp")
      ? `coalesce(epoch_us(start_timestamp)::DOUBLE / 1000, ${END_MS_SQL})`
      : END_MS_SQL;
    const condition = options.timeWindow ? timeWindowCondition(options.timeWindow, startMsSql, END_MS_SQL) : "true";
    const cases = await readCaseDictionary(table, condition);
    const activities = await readNames(table, "activity");
    const resources = table.columns.has("resource") ? await readNames(table, "resource") : null;
    options.onProgress?.(SHARE_OF_DICTIONARIES);
    const { events, caseIds } = await scanEvents(
      table,
      { rowCount, endMsSql: END_MS_SQL, cases, activities, resources },
      (done) => options.onProgress?.(SHARE_OF_DICTIONARIES + SHARE_OF_SCAN * done),
      options.signal,
    );
    const sorted = await sortEventsByCase(events, options.signal);
    await sortByTime(sorted, events.caseCount, options);
    const isWhole = events.eventCount === rowCount;
    const { eventCount, caseCount } = events;
    const log = {
      eventCount,
      caseCount,
      caseIds,
      ...sorted,
      activities: isWhole ? activities : dropUnusedNames(activities, sorted.activity),
    };
    options.onProgress?.(1);
    if (resources === null || sorted.resource === null) return { ...log, resources: null, resource: null };
    const usedResources = isWhole ? resources : dropUnusedNames(resources, sorted.resource);
    if (usedResources.length === 0) return { ...log, resources: null, resource: null };
    return { ...log, resources: usedResources };
  });
}

async function checkTable(table: EventTable): Promise<number> {
  const missing = ["case_id", "activity", "timestamp"].filter((column) => !table.columns.has(column));
  if (missing.length > 0) {
    throw new DomainError("unprocessable", `The event table has no column ${missing.join(", ")}.`);
  }
  const [rowCount = 0, caseIds, activities, timestamps] = await table.numbers(
    `SELECT count(*), count(case_id), count(activity), count(timestamp) FROM ${table.relation}`,
  );
  if (caseIds !== rowCount || activities !== rowCount || timestamps !== rowCount) {
    throw new DomainError("unprocessable", "The event table has rows without case_id, activity or timestamp.");
  }
  return rowCount;
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

async function sortByTime(events: EventsByCase, caseCount: number, run: RunOptions): Promise<void> {
  let pauseAt = EVENTS_PER_TURN;
  for (let at = 0; at < caseCount; at++) {
    const to = events.caseOffsets[at + 1] ?? 0;
    sortCaseByTime(events, events.caseOffsets[at] ?? 0, to);
    if (to < pauseAt) continue;
    pauseAt = to + EVENTS_PER_TURN;
    await setImmediate();
    run.signal?.throwIfAborted();
  }
}
