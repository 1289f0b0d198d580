import type { ActivityPerformance } from "../measures/activity-performance.ts";
import type { Deviation, DeviationKind } from "../conformance/check-reference.ts";
import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import type { TransitionTimes } from "../measures/transition-times.ts";
import type { MapContent } from "./select-map-content.ts";
import type { MapTexts } from "./texts/en.ts";

const COSTLIEST = 3;

/** All that a map is drawn from; the parts belong to the same log. */
export interface MapData {
  readonly title: string;
  readonly texts: MapTexts;
  readonly graph: DirectlyFollowsGraph;
  readonly content: MapContent;
  /** In the order of the graph's nodes. */
  readonly performance: readonly ActivityPerformance[];
  /** In the order of the graph's edges. */
  readonly transitionTimes: readonly TransitionTimes[];
  /** How activities deviate from a reference model, where there is one. */
  readonly deviations?: readonly Pick<Deviation, "kind" | "activity" | "cases">[] | undefined;
}

/** The edges of the whole graph that cost the most time in total; a map that is drawn has them all. */
export function costliestEdges({ graph, transitionTimes }: Pick<MapData, "graph" | "transitionTimes">): Set<number> {
  const lost = (edge: number) => transitionTimes[edge]?.waiting.totalSec ?? 0;
  return new Set(
    [...graph.edges.keys()]
      .filter((edge) => lost(edge) > 0)
      .toSorted((a, b) => lost(b) - lost(a))
      .slice(0, COSTLIEST),
  );
}

/** Deviations of an activity, the one in most cases first. */
export function deviationsOf({ deviations = [] }: MapData, name: string) {
  return deviations.filter(({ activity }) => activity === name).toSorted((a, b) => b.cases - a.cases);
}

/** The kinds of deviations on the drawn activities. */
export function drawnDeviations(data: MapData): DeviationKind[] {
  const { graph, content } = data;
  const drawn = content.activities.flatMap((activity) => deviationsOf(data, graph.nodes[activity]?.activity ?? ""));
  return (["notAllowed", "skipped"] as const).filter((kind) => drawn.some((one) => one.kind === kind));
}
