import { renderProcessMap, type Conditions, type ProcessMap, type ProcessMapInput } from "@longhaul/process-mining";
import type { Block } from "@longhaul/rendering";
import { PICTURE_ROOM, type Room } from "@longhaul/rendering/picture-room";
import type { Recommendation } from "../basics/phase-context.ts";
import type { Discovery } from "../findings/discovery.ts";
import type { Texts } from "../texts/texts.ts";

const BOTTLENECKS_NAMED = 5;
const DEVIATIONS_NAMED = 5;

/** Activities that the sections on bottlenecks speak of first. */
function namedByBottlenecks({ bottlenecks }: Discovery): string[] {
  return (bottlenecks?.activities ?? []).slice(0, BOTTLENECKS_NAMED).map(({ activity }) => activity);
}

/** Activities that deviate most often from the reference model, or that rules which cases break are about. */
function namedByCompliance({ compliance = {} }: Discovery): string[] {
  const { referenceModel, rules = [] } = compliance;
  const broken = rules.filter(({ violatingCases }) => violatingCases > 0);
  return [
    ...(referenceModel?.deviations ?? []).slice(0, DEVIATIONS_NAMED).map(({ activity }) => activity),
    ...broken.slice(0, DEVIATIONS_NAMED).flatMap(({ activities }) => activities),
  ];
}

/** What recommendations speak of: activities, and pairs of which one follows the other. */
export function namedByAdvice(recommendations: readonly Recommendation[]): MapNames {
  const found = recommendations.map(({ evidence = {} }) => {
    const text = (value: unknown): string[] => (typeof value === "string" ? [value] : []);
    const [activities, next] = [text(evidence["activity"]), text(evidence["nextActivity"])];
    const conditions = Array.isArray(evidence["conditions"]) ? (evidence["conditions"] as Conditions) : [];
    const spokenOf = conditions.flatMap(({ kind, what, value }) => {
      if (kind === "activity") return [value];
      return kind === "resource" ? [what] : [];
    });
    const pairs = activities.flatMap((from) => next.map((to) => [from, to] as const));
    return { activities: [...activities, ...next, ...spokenOf], transitions: pairs };
  });
  return {
    activities: found.flatMap(({ activities }) => activities),
    transitions: found.flatMap(({ transitions }) => transitions),
  };
}

/** What the text beside a map speaks of, by its names. */
export interface MapNames {
  readonly activities: readonly string[];
  readonly transitions: readonly (readonly [from: string, to: string])[];
}

/** What every map of an analysis is drawn from, with all that the text speaks of. */
export function mapInput(
  discovery: Discovery,
  recommendations: readonly Recommendation[],
): Omit<ProcessMapInput, "title" | "language"> {
  const { graph, activities, transitionTimes, compliance } = discovery;
  const advice = namedByAdvice(recommendations);
  return {
    graph,
    performance: activities,
    transitionTimes,
    named: [...advice.activities, ...namedByBottlenecks(discovery), ...namedByCompliance(discovery)],
    namedTransitions: advice.transitions,
    deviations: compliance?.referenceModel?.deviations,
  };
}

/** The process map, as much of it as can be read on a page, and as much as can be read on a slide. */
export async function processMapBlock(
  discovery: Discovery,
  recommendations: readonly Recommendation[],
  texts: Texts,
  title: string,
  maxActivities: number,
): Promise<Block> {
  const { page, pageOnSide, slide } = PICTURE_ROOM;
  const draw = async (pages: readonly Room[]) => {
    const map = await renderProcessMap({
      ...mapInput(discovery, recommendations),
      language: texts.language,
      title,
      limits: { maxActivities, maxTransitions: Math.round(1.6 * maxActivities) },
      pages,
    });
    return { svg: map.svg, caption: captionOf(map, discovery, texts, title) };
  };
  return { kind: "picture", ...(await draw([page, pageOnSide])), onSlide: await draw([slide]) };
}

function captionOf(
  map: ProcessMap,
  { graph, activities, caseDurations }: Discovery,
  texts: Texts,
  title: string,
): string {
  const { map: says } = texts.tables;
  const part = says.part(
    [map.activitiesShown, graph.nodes.length],
    [map.transitionsShown, graph.edges.length],
    map.flowShare,
  );
  const hasWork = activities.some(({ service }) => service !== null);
  const keys =
    caseDurations === undefined
      ? [says.boxes, says.arrows]
      : [hasWork ? says.boxesWork : says.boxesTime, hasWork ? says.arrowsWait : says.arrowsTime];
  return says.caption(title, part, [
    ...keys,
    ...(map.hasRed ? [says.red] : []),
    ...map.deviations.map((kind) => says[kind]),
    ...(map.hasConnectors ? [says.connectors] : []),
  ]);
}
