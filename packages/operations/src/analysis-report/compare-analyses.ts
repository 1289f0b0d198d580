import type { Discovery, VariantSummary } from "../findings/discovery.ts";

/** Transitions that occur less often tell little by their median. */
const LEAST_COUNT = 10;

export interface SharedVariant {
  readonly activities: readonly string[];
  readonly shareA: number;
  readonly shareB: number;
}

export interface ComparedVariants {
  /** The most frequent in both together first. */
  readonly shared: readonly SharedVariant[];
  readonly onlyA: readonly VariantSummary[];
  readonly onlyB: readonly VariantSummary[];
  /** False where an analysis kept only its most frequent variants. */
  readonly isComplete: boolean;
}

export interface TransitionChange {
  readonly from: string;
  readonly to: string;
  /** Seconds. */
  readonly medianA: number;
  readonly medianB: number;
  readonly countB: number;
}

/** Which ways of the process both analyses know, and which only one. */
export function compareVariants(a: Discovery, b: Discovery): ComparedVariants {
  const [listA, listB] = [a.variants ?? [], b.variants ?? []];
  const key = ({ activities }: VariantSummary): string => JSON.stringify(activities);
  const [inA, inB] = [new Map(listA.map((one) => [key(one), one])), new Map(listB.map((one) => [key(one), one]))];
  const shared = listA.flatMap((one) => {
    const other = inB.get(key(one));
    return other === undefined ? [] : [{ activities: one.activities, shareA: one.share, shareB: other.share }];
  });
  return {
    shared: shared.toSorted((one, other) => other.shareA + other.shareB - one.shareA - one.shareB),
    onlyA: listA.filter((one) => !inB.has(key(one))),
    onlyB: listB.filter((one) => !inA.has(key(one))),
    isComplete: listA.length === a.variantCount && listB.length === b.variantCount,
  };
}

/** Transitions whose median time differs, the largest difference first; those of both that occur at least ten times. */
export function compareTransitions(
  a: Discovery,
  b: Discovery,
): { readonly slower: readonly TransitionChange[]; readonly faster: readonly TransitionChange[] } {
  const inA = new Map(mediansOf(a).map((one) => [JSON.stringify([one.from, one.to]), one.median]));
  const changes = mediansOf(b).flatMap(({ from, to, median, count }): TransitionChange[] => {
    const medianA = inA.get(JSON.stringify([from, to]));
    return medianA === undefined ? [] : [{ from, to, medianA, medianB: median, countB: count }];
  });
  const difference = ({ medianA, medianB }: TransitionChange): number => medianB - medianA;
  return {
    slower: changes.filter((one) => difference(one) > 0).toSorted((one, other) => difference(other) - difference(one)),
    faster: changes.filter((one) => difference(one) < 0).toSorted((one, other) => difference(one) - difference(other)),
  };
}

function mediansOf({ graph, transitionTimes }: Discovery) {
  return graph.edges.flatMap(({ from, to, count }, edge) => {
    const median = transitionTimes[edge]?.waiting.medianSec;
    if (count < LEAST_COUNT || median === undefined || !Number.isFinite(median)) return [];
    return [{ from: graph.nodes[from]?.activity ?? "", to: graph.nodes[to]?.activity ?? "", count, median }];
  });
}

/** The share of all cycle time that passes before each activity, in both; the most in either first. */
export function compareBottlenecks(
  a: Discovery,
  b: Discovery,
): { readonly activity: string; readonly inA: number; readonly inB: number }[] {
  const shareIn = ({ bottlenecks }: Discovery) =>
    new Map((bottlenecks?.activities ?? []).map((one) => [one.activity, one.shareOfCycleTime]));
  const [sharesA, sharesB] = [shareIn(a), shareIn(b)];
  return [...new Set([...sharesA.keys(), ...sharesB.keys()])]
    .map((activity) => ({ activity, inA: sharesA.get(activity) ?? 0, inB: sharesB.get(activity) ?? 0 }))
    .toSorted((one, other) => Math.max(other.inA, other.inB) - Math.max(one.inA, one.inB));
}
