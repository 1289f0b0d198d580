import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { VariantTable } from "./variant-table.ts";

/**
 * The variants of a log as columns: the most frequent first, ties by the sequence of activity numbers (where that of
 * one is the beginning of the other, the shorter first).
 */
export interface Variants {
  readonly variantCount: number;
  /** Cases of each variant. */
  readonly counts: Uint32Array;
  /** A case of each variant: its first in the log. `variantActivities` reads the sequence from it. */
  readonly firstCases: Uint32Array;
  /** The variant of each case. */
  readonly variantOfCase: Uint32Array;
}

/**
 * Group the cases of a log by their sequence of activities. One pass; expected linear in the events.
 * Source: van der Aalst, Process Mining (2016), section 5.2 (a log as a multiset of traces).
 */
export async function discoverVariants(log: EventLog, run: RunOptions = {}): Promise<Variants> {
  const table = new VariantTable(log);
  const variantOfCase = new Uint32Array(log.caseCount);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) variantOfCase[owner] = table.variantOf(owner);
  }
  const met = table.firstCases;
  const countOf = new Uint32Array(met.length);
  for (let owner = 0; owner < log.caseCount; owner++) {
    const variant = variantOfCase[owner] ?? 0;
    countOf[variant] = (countOf[variant] ?? 0) + 1;
  }
  const order = Uint32Array.from(met.keys()).sort(
    (a, b) => (countOf[b] ?? 0) - (countOf[a] ?? 0) || compareTraces(log, met[a] ?? 0, met[b] ?? 0),
  );
  const rank = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) rank[order[at] ?? 0] = at;
  for (let owner = 0; owner < log.caseCount; owner++) variantOfCase[owner] = rank[variantOfCase[owner] ?? 0] ?? 0;
  return {
    variantCount: order.length,
    counts: order.map((variant) => countOf[variant] ?? 0),
    firstCases: order.map((variant) => met[variant] ?? 0),
    variantOfCase,
  };
}

function compareTraces(log: EventLog, a: number, b: number): number {
  const { activity, caseOffsets } = log;
  const startA = caseOffsets[a] ?? 0;
  const startB = caseOffsets[b] ?? 0;
  const lengthA = (caseOffsets[a + 1] ?? 0) - startA;
  const lengthB = (caseOffsets[b + 1] ?? 0) - startB;
  for (let at = 0; at < Math.min(lengthA, lengthB); at++) {
    const difference = (activity[startA + at] ?? 0) - (activity[startB + at] ?? 0);
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** The activities of a variant, first to last. */
export function variantActivities(log: EventLog, variants: Variants, variant: number): string[] {
  const owner = variants.firstCases[variant];
  if (owner === undefined) throw new RangeError(`no variant ${variant}`);
  const rows = log.activity.subarray(log.caseOffsets[owner] ?? 0, log.caseOffsets[owner + 1] ?? 0);
  return Array.from(rows, (activity) => log.activities[activity] ?? "");
}

/**
 * How many of the most frequent variants it takes to cover at least this share (0 to 1) of the cases; 0 for a log
 * without cases.
 */
export function variantsToCover(variants: Variants, share: number): number {
  const caseCount = variants.variantOfCase.length;
  let covered = 0;
  let taken = 0;
  while (taken < variants.variantCount && covered < share * caseCount) covered += variants.counts[taken++] ?? 0;
  return taken;
}
