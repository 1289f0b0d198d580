import type { EventLog, FilterStep, LogFilters, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { caseConditions, marksOf } from "./case-conditions.ts";
import { keepVariants } from "./keep-variants.ts";
import { selectEvents } from "./select-events.ts";

export interface FilteredLog {
  /** May be empty. */
  readonly log: EventLog;
  /** What each filter left, in the order in which they were applied. */
  readonly steps: readonly FilterStep[];
  /** Whether the filter keeps the events of an activity. */
  readonly keepsActivity: (name: string) => boolean;
}

/**
 * Keeps the part of a log that filters describe.
 * @param attributeFlags - `readAttributeFlags` of `filters.attributes` over the cases of this log
 */
export async function filterLog(
  log: EventLog,
  filters: LogFilters,
  attributeFlags: readonly Uint8Array[],
  run: RunOptions = {},
): Promise<FilteredLog> {
  const { signal } = run;
  const steps: FilterStep[] = [];
  const keeps = new Uint8Array(log.caseCount).fill(1);
  for (const { filter, keeps: isKept } of caseConditions(log, filters, attributeFlags)) {
    let casesLeft = 0;
    let eventsLeft = 0;
    for await (const { firstCase, endCase } of caseChunks(log, { signal })) {
      for (let owner = firstCase; owner < endCase; owner++) {
        if (keeps[owner] === 0) continue;
        if (!isKept(owner)) {
          keeps[owner] = 0;
          continue;
        }
        casesLeft++;
        eventsLeft += (log.caseOffsets[owner + 1] ?? 0) - (log.caseOffsets[owner] ?? 0);
      }
    }
    steps.push({ filter, casesLeft, eventsLeft });
  }
  let left = steps.length === 0 ? log : await selectEvents(log, keeps, null, { signal });
  if (filters.variants !== undefined) {
    left = await selectEvents(left, await keepVariants(left, filters.variants, { signal }), null, { signal });
    steps.push({ filter: "variants", casesLeft: left.caseCount, eventsLeft: left.eventCount });
  }
  const { keepEvents, dropEvents } = filters.activities ?? {};
  const unwanted = new Set(dropEvents);
  const wanted = keepEvents === undefined ? null : new Set(keepEvents);
  const keepsActivity = (name: string): boolean => (wanted?.has(name) ?? true) && !unwanted.has(name);
  if (keepEvents !== undefined || dropEvents !== undefined) {
    const all = new Uint8Array(left.caseCount).fill(1);
    left = await selectEvents(left, all, marksOf(left, left.activities.filter(keepsActivity)), { signal });
    const filter = [
      ...(keepEvents === undefined ? [] : ["activities.keepEvents"]),
      ...(dropEvents === undefined ? [] : ["activities.dropEvents"]),
    ].join(", ");
    steps.push({ filter, casesLeft: left.caseCount, eventsLeft: left.eventCount });
  }
  run.onProgress?.(1);
  return { log: left, steps, keepsActivity };
}
