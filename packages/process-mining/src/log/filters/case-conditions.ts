import {
  belongsTo,
  spanOfCase,
  type Bounds,
  type EventLog,
  type LogFilters,
  type TransitionFilter,
} from "@longhaul/event-log";

/** A filter of whole cases, by its path within the filters. */
export interface CaseCondition {
  readonly filter: string;
  readonly keeps: (owner: number) => boolean;
}

/** The filters that judge each case for itself; `attributeFlags` holds for each attribute filter what cases meet it. */
export function caseConditions(
  log: EventLog,
  filters: LogFilters,
  attributeFlags: readonly Uint8Array[],
): readonly CaseCondition[] {
  const { timeWindow, attributes = [], caseLength, durations, activities, startActivities, endActivities } = filters;
  const conditions: CaseCondition[] = [];
  const add = (filter: string, keeps: CaseCondition["keeps"]): void => void conditions.push({ filter, keeps });
  const first = (owner: number): number => log.caseOffsets[owner] ?? 0;
  const end = (owner: number): number => log.caseOffsets[owner + 1] ?? 0;
  const countOf = (owner: number, marks: Uint8Array): number => {
    let count = 0;
    for (let row = first(owner); row < end(owner); row++) count += marks[log.activity[row] ?? 0] ?? 0;
    return count;
  };

  if (timeWindow !== undefined) add("timeWindow", belongsTo(log, timeWindow));
  for (const at of attributes.keys()) add(`attributes[${at}]`, (owner) => attributeFlags[at]?.[owner] === 1);
  if (caseLength !== undefined) add("caseLength", (owner) => isWithin(end(owner) - first(owner), caseLength));
  if (durations !== undefined) add("durations", (owner) => isWithin(secondsOf(log, owner), durations));
  if (activities?.anyOf !== undefined) {
    const marks = marksOf(log, activities.anyOf);
    add("activities.anyOf", (owner) => countOf(owner, marks) > 0);
  }
  if (activities?.allOf !== undefined) {
    const marks = activities.allOf.map((name) => marksOf(log, [name]));
    add("activities.allOf", (owner) => marks.every((mark) => countOf(owner, mark) > 0));
  }
  if (activities?.noneOf !== undefined) {
    const marks = marksOf(log, activities.noneOf);
    add("activities.noneOf", (owner) => countOf(owner, marks) === 0);
  }
  if (startActivities !== undefined) {
    const marks = marksOf(log, startActivities);
    add("startActivities", (owner) => marks[log.activity[first(owner)] ?? 0] === 1);
  }
  if (endActivities !== undefined) {
    const marks = marksOf(log, endActivities);
    add("endActivities", (owner) => marks[log.activity[end(owner) - 1] ?? 0] === 1);
  }
  for (const [at, transition] of (filters.transitions ?? []).entries()) {
    const has = hasTransition(log, transition);
    const wanted = transition.occurs !== "none";
    add(`transitions[${at}]`, (owner) => has(owner) === wanted);
  }
  return conditions;
}

/** 1 for each activity of the log that has one of these names. */
export function marksOf(log: EventLog, names: readonly string[]): Uint8Array {
  const wanted = new Set(names);
  return Uint8Array.from(log.activities, (name) => (wanted.has(name) ? 1 : 0));
}

function isWithin(value: number, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds): boolean {
  return value >= min && value <= max;
}

/** As `measureCaseDurations`. */
function secondsOf(log: EventLog, owner: number): number {
  const { firstMs, lastMs } = spanOfCase(log, owner);
  return (lastMs - firstMs) / 1000;
}

function hasTransition(log: EventLog, { from, to, directly = true, seconds = {} }: TransitionFilter) {
  const [source, target] = [log.activities.indexOf(from), log.activities.indexOf(to)];
  const isIn = (row: number, after: number): boolean =>
    isWithin(((log.endMs[after] ?? 0) - (log.endMs[row] ?? 0)) / 1000, seconds);
  return (owner: number): boolean => {
    const first = log.caseOffsets[owner] ?? 0;
    // Backwards, so that the next `to` after each `from` is known when the `from` is met.
    let next = -1;
    for (let row = (log.caseOffsets[owner + 1] ?? 0) - 1; row >= first; row--) {
      const activity = log.activity[row] ?? 0;
      if (activity === source && next >= 0 && (!directly || next === row + 1) && isIn(row, next)) return true;
      if (activity === target) next = row;
    }
    return false;
  };
}
