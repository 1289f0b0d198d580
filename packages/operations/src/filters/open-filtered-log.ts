import {
  listTableColumns,
  mergeLifecycle,
  readAttributeFlags,
  readEventLog,
  type EventLog,
  type EventTableOptions,
  type FilterStep,
  type LifecycleCounts,
} from "@longhaul/event-log";
import { filterLog, type FilteredLog } from "@longhaul/process-mining";
import { PhaseError } from "../basics/phase-context.ts";
import { filtersOf, toLogFilters } from "./filters-of.ts";
import type { FilterParameters } from "./filters-parameter.ts";
import { judgeFilters } from "./judge-filters.ts";

/** What filters did, in the results of the phase that read the log, in lineages and in reports. */
export interface FilterReport {
  readonly casesBefore: number;
  readonly casesAfter: number;
  readonly eventsBefore: number;
  readonly eventsAfter: number;
  /** What each left, in the order in which they were applied. */
  readonly steps: readonly FilterStep[];
}

/** The part of a log that an operation is about. */
export interface OpenedLog {
  readonly log: EventLog;
  /** Events as recorded, of which `log` was made. */
  readonly recordedEvents: number;
  /** How starts and completions became steps; null where each event is a step. */
  readonly lifecycle: LifecycleCounts | null;
  /** Null where nothing was filtered. */
  readonly filtered: FilterReport | null;
  readonly keepsActivity: (name: string) => boolean;
}

/**
 * Reads an event table, makes steps of its life cycle if requested, and keeps what the filters describe, those
 * of the first parameters first. With `withFileRows` the log can be joined with the attributes of its events.
 * @throws PhaseError `unknown_name` when a filter names what the log hasn't, `no_times`, and `filters_left_nothing`
 */
export async function openFilteredLog(
  table: EventTableOptions,
  parameters: readonly FilterParameters[],
  mergesLifecycle: boolean,
  onProgress?: (fraction: number) => void,
  withFileRows = false,
): Promise<OpenedLog> {
  const { signal } = table;
  const recorded = await readEventLog({ ...table, withLifecycle: mergesLifecycle, withFileRows, onProgress });
  const merged = mergesLifecycle ? await mergeLifecycle(recorded, { signal }) : null;
  const { log = recorded, ...lifecycle } = merged ?? {};
  const counts = merged === null ? null : (lifecycle as LifecycleCounts);
  const given = parameters.filter((one) => filtersOf(one) !== null);
  if (given.length === 0) {
    const { eventCount: recordedEvents } = recorded;
    return { log, recordedEvents, lifecycle: counts, filtered: null, keepsActivity: () => true };
  }

  const steps: FilterStep[] = [];
  const kept: FilteredLog["keepsActivity"][] = [];
  let left = log;
  for (const one of given) {
    const filtered = await applyFilters(table, one, log, left);
    left = filtered.log;
    steps.push(...filtered.steps);
    kept.push(filtered.keepsActivity);
    if (left.caseCount === 0) throw nothingLeft(log, steps);
  }
  const keepsActivity = (name: string): boolean => kept.every((keeps) => keeps(name));
  return {
    log: left,
    recordedEvents: countRecorded(recorded, left, keepsActivity),
    lifecycle: counts,
    filtered: {
      casesBefore: log.caseCount,
      casesAfter: left.caseCount,
      eventsBefore: log.eventCount,
      eventsAfter: left.eventCount,
      steps,
    },
    keepsActivity,
  };
}

/** Applies filters to what is left of a log, of which `whole` has all cases in their order in the table. */
async function applyFilters(
  table: EventTableOptions,
  parameters: FilterParameters,
  whole: EventLog,
  left: EventLog,
): Promise<FilteredLog> {
  const filters = toLogFilters(filtersOf(parameters) ?? {});
  const { attributes = [] } = filters;
  refuse(parameters, whole, attributes.length === 0 ? null : await listTableColumns(table));
  const flags = attributes.length === 0 ? [] : await readAttributeFlags(table, attributes, whole.caseCount);
  const placeOf = new Map(whole.caseIds.map((id, owner) => [id, owner]));
  const ofLeft = (flag: Uint8Array): Uint8Array =>
    left === whole ? flag : Uint8Array.from(left.caseIds, (id) => flag[placeOf.get(id) ?? -1] ?? 0);
  return filterLog(left, filters, flags.map(ofLeft), { signal: table.signal });
}

/** What was not known when the operation was accepted is known now. */
function refuse(parameters: FilterParameters, log: EventLog, columns: readonly string[] | null): void {
  const isTimed = log.isTimed !== false;
  const [fault] = judgeFilters(parameters, {
    isTimed,
    columns,
    activityNames: log.activities,
    // Whether anything is left is found out by filtering.
    events: null,
    cases: null,
    timeStart: null,
    timeEnd: null,
  });
  if (fault === undefined) return;
  const message = `parameters/${fault.at.join("/")} ${fault.detail}`;
  throw new PhaseError(isTimed ? "unknown_name" : "no_times", message);
}

function nothingLeft({ caseCount, eventCount }: EventLog, steps: readonly FilterStep[]): PhaseError {
  const at = steps.findIndex(({ casesLeft }) => casesLeft === 0);
  const before = steps[at - 1] ?? { casesLeft: caseCount, eventsLeft: eventCount };
  const { filter } = steps[at] ?? { filter: "filters" };
  const rest = at > 0 ? `, of ${caseCount} in the dataset, that the filters before it left` : " of the dataset";
  return new PhaseError(
    "filters_left_nothing",
    `the filter ${filter} left no case of the ${before.casesLeft}${rest}; widen it or leave it out`,
  );
}

/** Events as recorded of the cases and activities that are left. */
function countRecorded(recorded: EventLog, left: EventLog, keepsActivity: (name: string) => boolean): number {
  const keptCases = new Set(left.caseIds);
  const keeps = recorded.activities.map(keepsActivity);
  let events = 0;
  for (let owner = 0; owner < recorded.caseCount; owner++) {
    if (!keptCases.has(recorded.caseIds[owner] ?? "")) continue;
    const end = recorded.caseOffsets[owner + 1] ?? 0;
    for (let row = recorded.caseOffsets[owner] ?? 0; row < end; row++)
      if (keeps[recorded.activity[row] ?? 0] === true) events++;
  }
  return events;
}
