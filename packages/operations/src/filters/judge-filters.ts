import { filtersOf } from "./filters-of.ts";
import type { FilterParameters, FiltersParameter } from "./filters-parameter.ts";
import { periodOf } from "./period-of.ts";
import { missingName } from "./missing-name.ts";

/** Facts about a dataset that are known before it is read; null when unknown. */
export interface DatasetFacts {
  readonly events: number | null;
  readonly cases: number | null;
  readonly isTimed: boolean | null;
  /** First and last completion. */
  readonly timeStart: Date | null;
  readonly timeEnd: Date | null;
  readonly columns: readonly string[] | null;
  readonly activityNames: readonly string[] | null;
}

/** A parameter that doesn't fit the dataset. `at` is its path within the parameters. */
export interface ParameterFault {
  readonly at: readonly (string | number)[];
  readonly detail: string;
}

/** Finds filters that name something the dataset doesn't have, or that would leave no case, as far as the facts show. */
export function judgeFilters(parameters: FilterParameters, facts: DatasetFacts): readonly ParameterFault[] {
  const filters = filtersOf(parameters);
  if (filters === null) return [];
  const within = (path: readonly (string | number)[]): readonly (string | number)[] =>
    path[0] === "timeWindow" && parameters.timeWindow !== undefined ? path : ["filters", ...path];
  return [
    ...unknownNames(filters, facts),
    ...timesWithout(filters, facts),
    ...windowOutside(filters, facts),
    ...boundsWithoutCases(filters, facts),
  ].map(({ at, detail }) => ({ at: within(at), detail }));
}

/** Activities that filters name, each with its path. */
function namedActivities(filters: FiltersParameter): { readonly at: (string | number)[]; readonly name: string }[] {
  const { activities = {}, startActivities = [], endActivities = [], transitions = [], variants = {} } = filters;
  const all = (at: readonly (string | number)[], names: readonly string[]) =>
    names.map((name, index) => ({ at: [...at, index], name }));
  return [
    ...Object.entries(activities).flatMap(([key, names]) => all(["activities", key], names)),
    ...all(["startActivities"], startActivities),
    ...all(["endActivities"], endActivities),
    ...transitions.flatMap(({ from, to }, index) => [
      { at: ["transitions", index, "from"], name: from },
      { at: ["transitions", index, "to"], name: to },
    ]),
    ...(["paths", "exceptPaths"] as const).flatMap((key) =>
      (variants[key] ?? []).flatMap((path, index) => all(["variants", key, index], path)),
    ),
  ];
}

function unknownNames(filters: FiltersParameter, { columns, activityNames }: DatasetFacts): ParameterFault[] {
  const activities = activityNames === null ? null : new Set(activityNames);
  const unknown = namedActivities(filters).filter(({ name }) => activities?.has(name) === false);
  const missing = (filters.attributes ?? []).flatMap(({ column }, index) =>
    columns?.includes(column) === false ? [{ at: ["attributes", index, "column"], name: column }] : [],
  );
  return [
    ...missing.map(({ at, name }) => ({
      at,
      detail: missingName("column", name, columns),
    })),
    ...unknown.map(({ at, name }) => ({
      at,
      detail: missingName("activity", name, activityNames),
    })),
  ];
}

const isBounded = ({ minSec, maxSec }: { readonly minSec?: number; readonly maxSec?: number }): boolean =>
  minSec !== undefined || maxSec !== undefined;

/** Finds time filters on a log without times. */
function timesWithout(filters: FiltersParameter, { isTimed }: DatasetFacts): ParameterFault[] {
  if (isTimed !== false) return [];
  const { timeWindow, durations, transitions = [] } = filters;
  const paths = [
    ...(timeWindow === undefined ? [] : [["timeWindow"]]),
    ...(durations === undefined ? [] : [["durations"]]),
    ...transitions.flatMap((one, index) => (isBounded(one) ? [["transitions", index]] : [])),
  ];
  return paths.map((at) => ({ at, detail: "can't choose cases: the dataset's log has no times; leave it out" }));
}

/** Finds a time window outside the log. With start times, the first event may start before the first completion. */
function windowOutside({ timeWindow }: FiltersParameter, facts: DatasetFacts): ParameterFault[] {
  const { timeStart, timeEnd, columns } = facts;
  if (timeWindow === undefined || timeStart === null || timeEnd === null) return [];
  const { startMs = Number.NEGATIVE_INFINITY, endMs = Number.POSITIVE_INFINITY } = periodOf(timeWindow);
  const isBefore = endMs <= timeStart.getTime() && columns?.includes("start_timestamp") === false;
  if (startMs <= timeEnd.getTime() && !isBefore) return [];
  const range = `${timeStart.toISOString()} to ${timeEnd.toISOString()}`;
  return [
    { at: ["timeWindow"], detail: `lies outside the dataset's events, which are from ${range}; no case would be left` },
  ];
}

function boundsWithoutCases(
  { caseLength, variants }: FiltersParameter,
  { events, cases }: DatasetFacts,
): ParameterFault[] {
  if (events === null || cases === null) return [];
  const longest = events - cases + 1;
  const faults: ParameterFault[] = [];
  if (caseLength?.min !== undefined && caseLength.min > longest) {
    const detail = `asks for more events than a case can have: ${events} events in ${cases} cases`;
    faults.push({ at: ["caseLength", "min"], detail });
  }
  if (variants?.minCases !== undefined && variants.minCases > cases)
    faults.push({ at: ["variants", "minCases"], detail: `asks for more cases than there are: ${cases}` });
  return faults;
}
