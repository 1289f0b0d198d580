import type { Discovery } from "./report.ts";

/** A figure of two analyses. A value is null when that analysis doesn't have the figure. */
export interface ComparedFigure {
  readonly key: FigureKey;
  readonly unit: "count" | "seconds" | "share";
  readonly values: readonly [number | null, number | null];
}

export type FigureKey =
  | "cases"
  | "events"
  | "variants"
  | "median"
  | "mean"
  | "p95"
  | "workingMedian"
  | "workingMean"
  | "rework";

const FIGURES: readonly (readonly [FigureKey, ComparedFigure["unit"], (of: Discovery) => number | undefined])[] = [
  ["cases", "count", ({ cases }) => cases],
  ["events", "count", ({ events }) => events],
  ["variants", "count", ({ variantCount }) => variantCount],
  ["median", "seconds", ({ caseDurations }) => caseDurations?.median],
  ["mean", "seconds", ({ caseDurations }) => caseDurations?.mean],
  ["p95", "seconds", ({ caseDurations }) => caseDurations?.p95],
  ["workingMedian", "seconds", ({ workingTime }) => workingTime?.caseDurations.median],
  ["workingMean", "seconds", ({ workingTime }) => workingTime?.caseDurations.mean],
  ["rework", "share", ({ rework, cases }) => (rework === undefined ? undefined : rework.cases / Math.max(1, cases))],
];

/** Compares the figures that at least one of the analyses has. */
export function compareFigures(a: Discovery, b: Discovery): readonly ComparedFigure[] {
  return FIGURES.map(([key, unit, read]) => ({
    key,
    unit,
    values: [read(a) ?? null, read(b) ?? null] as const,
  })).filter(({ values }) => values.some((value) => value !== null));
}

/** Occurrences per hundred cases, in both analyses. */
export interface ComparedRate {
  readonly a: number;
  readonly b: number;
}

export type ComparedPath = ComparedRate & { readonly from: string; readonly to: string };

/** Both maps merged, with the rates of each activity and path. */
export interface ComparedMap {
  readonly activities: readonly (ComparedRate & { readonly activity: string })[];
  readonly paths: readonly ComparedPath[];
  /** The merged map. A count is the greater of the two rates. Its nodes and edges have the order of the lists above. */
  readonly union: Discovery;
}

/** Merges two maps. It matches activities and paths by name. */
export function compareMaps(a: Discovery, b: Discovery): ComparedMap {
  const names = [...new Set([a, b].flatMap(({ graph }) => graph.nodes.map(({ activity }) => activity)))];
  const [nodesA, nodesB] = [a, b].map(({ graph }) => new Map(graph.nodes.map((node) => [node.activity, node])));
  const rate = (count: number | undefined, { cases }: Discovery): number => (100 * (count ?? 0)) / Math.max(1, cases);
  const activities = names.map((activity) => ({
    activity,
    a: rate(nodesA?.get(activity)?.count, a),
    b: rate(nodesB?.get(activity)?.count, b),
  }));
  const [edgesA, edgesB] = [a, b].map(countsOf);
  const keys = [...new Set([...(edgesA?.keys() ?? []), ...(edgesB?.keys() ?? [])])];
  const paths = keys.map((key) => {
    const [from, to] = JSON.parse(key) as [string, string];
    return { from, to, a: rate(edgesA?.get(key), a), b: rate(edgesB?.get(key), b) };
  });
  const greater = ({ a: one, b: other }: ComparedRate): number => Math.max(one, other);
  const endRate = (activity: string, end: "startCount" | "endCount"): number =>
    greater({
      a: rate(nodesA?.get(activity)?.[end], a),
      b: rate(nodesB?.get(activity)?.[end], b),
    });
  const place = new Map(names.map((name, idx) => [name, idx]));
  return {
    activities,
    paths,
    union: {
      events: 0,
      cases: 100,
      variantCount: 0,
      graph: {
        nodes: activities.map((one) => ({
          activity: one.activity,
          count: greater(one),
          caseCount: 0,
          startCount: endRate(one.activity, "startCount"),
          endCount: endRate(one.activity, "endCount"),
        })),
        edges: paths.map((path) => ({
          from: place.get(path.from) ?? 0,
          to: place.get(path.to) ?? 0,
          count: greater(path),
        })),
      },
    },
  };
}

function countsOf({ graph }: Discovery): ReadonlyMap<string, number> {
  return new Map(
    graph.edges.map(({ from, to, count }) => [
      JSON.stringify([graph.nodes[from]?.activity ?? "", graph.nodes[to]?.activity ?? ""]),
      count,
    ]),
  );
}

/** The rates that changed, biggest change first. */
export const mostChanged = <Rate extends ComparedRate>(rates: readonly Rate[]): readonly Rate[] =>
  rates.filter(({ a, b }) => a !== b).toSorted((one, other) => Math.abs(other.b - other.a) - Math.abs(one.b - one.a));

/** Classifies the change of a rate. A change of less than 10 % counts as none. */
export function changeOf({ a, b }: ComparedRate): "new" | "gone" | "more" | "less" | "same" {
  if (a === 0 && b > 0) return "new";
  if (b === 0 && a > 0) return "gone";
  if (b > 1.1 * a) return "more";
  return b < 0.9 * a ? "less" : "same";
}
