import { renderProcessMap } from "@longhaul/process-mining";
import { PICTURE_ROOM, type Block } from "@longhaul/rendering";
import type { Recommendation } from "../phase-context.ts";
import type { Discovery } from "../process-mining-analysis/discovery.ts";
import type { Texts } from "../texts/texts.ts";

const BOTTLENECKS_NAMED = 5;
const DEVIATIONS_NAMED = 5;

/** Activities that the sections on bottlenecks speak of first. */
export function namedByBottlenecks({ bottlenecks }: Discovery): string[] {
  return (bottlenecks?.activities ?? []).slice(0, BOTTLENECKS_NAMED).map(({ activity }) => activity);
}

/** Activities that deviate most often from the reference model, or that rules which cases break are about. */
export function namedByCompliance({ compliance = {} }: Discovery): string[] {
  const { referenceModel, rules = [] } = compliance;
  const broken = rules.filter(({ violatingCases }) => violatingCases > 0);
  return [
    ...(referenceModel?.deviations ?? []).slice(0, DEVIATIONS_NAMED).map(({ activity }) => activity),
    ...broken.slice(0, DEVIATIONS_NAMED).flatMap(({ activities }) => activities),
  ];
}

/** Activities that recommendations speak of. */
export function namedByAdvice(recommendations: readonly Recommendation[]): string[] {
  return recommendations.flatMap(({ evidence }) => {
    const activity = evidence?.["activity"];
    return typeof activity === "string" ? [activity] : [];
  });
}

/** The process map, as much of it as can be read on a page, or with `isSmall` on a part of one, and on a slide. */
export async function processMapBlock(
  discovery: Discovery,
  texts: Texts,
  title: string,
  maxActivities: number,
  isSmall = false,
  named: readonly string[] = [],
): Promise<Block> {
  const { graph, activities, transitionTimes } = discovery;
  const { page, pageOnSide, partOfPage, slide } = PICTURE_ROOM;
  const map = await renderProcessMap({
    language: texts.language,
    title,
    graph,
    performance: activities,
    transitionTimes,
    named: [...namedByBottlenecks(discovery), ...namedByCompliance(discovery), ...named],
    limits: { maxActivities, maxTransitions: Math.round(1.6 * maxActivities) },
    places: [isSmall ? [partOfPage] : [page, pageOnSide], [slide]],
  });
  const { map: says } = texts.tables;
  const part = says.part(
    [map.activitiesShown, graph.nodes.length],
    [map.transitionsShown, graph.edges.length],
    map.flowShare,
  );
  const hasWork = activities.some(({ service }) => service !== null);
  const keys =
    discovery.caseDurations === undefined
      ? [says.boxes, says.arrows]
      : [hasWork ? says.boxesWork : says.boxesTime, hasWork ? says.arrowsWait : says.arrowsTime, says.red];
  return {
    kind: "picture",
    caption: says.caption(title, part, map.hasConnectors ? [...keys, says.connectors] : keys),
    svg: map.svg,
    otherSvgs: map.otherSvgs,
    isSmall,
  };
}
