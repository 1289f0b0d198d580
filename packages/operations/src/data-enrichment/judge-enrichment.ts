import type { DerivedColumn } from "@longhaul/event-log";
import { judgeFilters, type DatasetFacts, type ParameterFault } from "../filters/judge-filters.ts";
import { missingName } from "../filters/missing-name.ts";
import type { EnrichmentParameters } from "./parameters.ts";

/** Derived columns that are computed from times. */
export const NEED_TIMES: ReadonlySet<string> = new Set([
  "case_duration",
  "hour",
  "weekday",
  "shift",
] satisfies DerivedColumn[]);

/** Faults of parameters that the facts of their dataset reveal. */
export function judgeEnrichment(parameters: EnrichmentParameters, facts: DatasetFacts): readonly ParameterFault[] {
  const { derivedColumns, joinWith } = parameters;
  const untimed = facts.isTimed === false ? derivedColumns.filter((name) => NEED_TIMES.has(name)) : [];
  return [
    ...judgeFilters(parameters, facts),
    ...untimed.map((name) => ({
      at: ["derivedColumns", derivedColumns.indexOf(name)],
      detail: `can't have ${name}: the dataset's log has no times; leave it out`,
    })),
    ...(joinWith === undefined ? [] : missingColumn(["joinWith", "key"], joinWith.key, facts)),
  ];
}

/** What is wrong with a join in view of the dataset that is looked into. */
export function judgeJoined(
  { joinWith }: EnrichmentParameters,
  [joined]: readonly DatasetFacts[],
): readonly ParameterFault[] {
  if (joinWith === undefined || joined === undefined) return [];
  const { key, otherKey, columns = [] } = joinWith;
  return [
    ...missingColumn(["joinWith", otherKey === undefined ? "key" : "otherKey"], otherKey ?? key, joined),
    ...columns.flatMap((name, index) => missingColumn(["joinWith", "columns", index], name, joined)),
  ];
}

function missingColumn(
  at: readonly (string | number)[],
  name: string,
  { columns }: DatasetFacts,
): readonly ParameterFault[] {
  if (columns === null || columns.includes(name)) return [];
  return [{ at, detail: missingName("column", name, columns) }];
}
