import { cutList, withCuts } from "./cut-list.ts";
import type { PhaseDataset } from "./phase-context.ts";

const MOST_MERGED = 50;

interface CleaningLineage {
  readonly rule: string;
  readonly changed: number;
  readonly dropped: number;
  readonly merged?: readonly MergedName[];
}

/** A name of an activity that cleaning took for another. */
export interface MergedName {
  readonly from: string;
  readonly to: string;
  readonly events: number;
}

/** What cleaning did to a dataset, in the results of those that read it. */
export interface ToldCleaning {
  readonly changed: number;
  readonly dropped: number;
  readonly rules: readonly Omit<CleaningLineage, "merged">[];
  /** Most events first; `lists` says how many there are. */
  readonly merged: readonly MergedName[];
  readonly lists: { readonly merged: { readonly total: number } };
}

/** What cleaning did to a dataset before it was analysed; null of one that no rule changed. */
export function cleaningOf({ lineage }: PhaseDataset): Record<string, unknown> | null {
  const steps = (lineage?.["cleaning"] ?? []) as readonly CleaningLineage[];
  if (steps.length === 0) return null;
  const merged = steps.flatMap((step) => step.merged ?? []).toSorted((a, b) => b.events - a.events);
  return {
    changed: steps.reduce((sum, { changed }) => sum + changed, 0),
    dropped: steps.reduce((sum, { dropped }) => sum + dropped, 0),
    rules: steps.map(({ rule, changed, dropped }) => ({ rule, changed, dropped })),
    ...withCuts({ merged: cutList(merged, MOST_MERGED, "events, most first") }),
  };
}
