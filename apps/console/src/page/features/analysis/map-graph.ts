import type { ProcessGraph } from "../../graph/reduce-graph.ts";
import type { Discovery, Times } from "./report.ts";

/** What the map can show at its arrows and steps. */
export const MEASURES = ["count", "medianSec", "meanSec"] as const;
export type Measure = (typeof MEASURES)[number];

/** The graph of an analysis with a node before all starts and one behind all ends. */
export interface MapGraph extends ProcessGraph {
  readonly names: readonly string[];
  /** Times of each edge, if the log has times. */
  readonly times: readonly (Times | undefined)[];
  /** Waiting before each node, where the log has times. */
  readonly waiting: readonly (Times | undefined)[];
}

/** @param startName what the node before all starts is called */
export function mapGraphOf(
  { graph, transitionTimes = [], activities = [] }: Discovery,
  startName: string,
  endName: string,
): MapGraph {
  const source = graph.nodes.length;
  const sink = source + 1;
  const starts = graph.nodes.map(({ startCount }, to) => ({ from: source, to, weight: startCount }));
  const ends = graph.nodes.map(({ endCount }, from) => ({ from, to: sink, weight: endCount }));
  const cases = graph.nodes.reduce((sum, { startCount }) => sum + startCount, 0);
  return {
    names: [...graph.nodes.map(({ activity }) => activity), startName, endName],
    nodes: [...graph.nodes.map(({ count }) => ({ weight: count })), { weight: cases }, { weight: cases }],
    edges: [
      ...graph.edges.map(({ from, to, count }) => ({ from, to, weight: count })),
      ...[...starts, ...ends].filter(({ weight }) => weight > 0),
    ],
    source,
    sink,
    times: graph.edges.map((_, idx) => transitionTimes[idx]?.waiting),
    waiting: graph.nodes.map((_, idx) => activities[idx]?.waiting),
  };
}
