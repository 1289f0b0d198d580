import type { Language } from "@longhaul/domain";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { DeviationKind } from "../conformance/check-reference.ts";
import { buildMapDot } from "./build-map-dot.ts";
import { costliestEdges, drawnDeviations, type MapData } from "./map-data.ts";
import { labelSvg } from "./label-svg.ts";
import { mapLegendLines } from "./map-legend.ts";
import { choosePageMap, drawInOnePiece, drawPageMaps, scaleOn, type MapPage } from "./page-map.ts";
import { mapTextsIn } from "./texts/map-texts.ts";
import type { MustShow } from "./connect-in-order.ts";
import { selectMapContent, type MapContent, type MapLimits } from "./select-map-content.ts";

export interface ProcessMapInput extends Omit<MapData, "content" | "texts"> {
  /** English when absent. */
  readonly language?: Language | undefined;
  readonly limits?: MapLimits | undefined;
  /** Names of activities that the text beside the map speaks of: they are always drawn, the first sixteen of them. */
  readonly named?: readonly string[] | undefined;
  /** Transitions that it speaks of, by the names of their activities: they are always drawn too. */
  readonly namedTransitions?: readonly (readonly [from: string, to: string])[] | undefined;
  /**
   * The pages on one of which the map is to be read, when it isn't a document of its own. It is then laid out for the page,
   * without legend, and reduced until it can be read there.
   */
  readonly pages?: readonly MapPage[] | undefined;
}

export interface ProcessMap {
  /** The map in Graphviz's DOT language. */
  readonly dot: string;
  /** A stand-alone SVG document; each box and arrow has a `<title>` with its full name and figures. */
  readonly svg: string;
  /** Whether arrows go on at connectors with the same number: a process that no page has room for in one piece. */
  readonly hasConnectors: boolean;
  /** Whether transitions are drawn red, and of which kinds there are deviations on the activities shown. */
  readonly hasRed: boolean;
  readonly deviations: readonly DeviationKind[];
  readonly activitiesShown: number;
  readonly transitionsShown: number;
  /** 0 to 1: share of all directly-follows occurrences on the arrows shown. */
  readonly flowShare: number;
  /** What is shown and what the figures mean, as in the map's legend. */
  readonly legend: readonly string[];
}

/** The scale at which texts of 11 points are 7 points high. */
const LEAST_SCALE = 7 / 11;
/** A map that can't be reduced any further is drawn in one piece down to this scale, before it is divided into columns. */
const LEAST_UNDIVIDED = 5.5 / 11;
const LEAST_ACTIVITIES = 4;
const MOST_NAMED = 16;
/** A map that shows as much is reduced no further, even if fewer activities left room for more transitions. */
const ENOUGH_FLOW = 0.9;
const TRANSITIONS_PER_ACTIVITY = [1.6, 1.3, 1];

/**
 * Draw the directly-follows graph of a log as a map for people: boxes with frequency and mean time, arrows with count,
 * mean and median time. Big graphs are reduced to what can be read; the legend says to what.
 * Layout: Gansner, Koutsofios, North and Vo, A Technique for Drawing Directed Graphs (1993), Graphviz's dot.
 */
export async function renderProcessMap(input: ProcessMapInput): Promise<ProcessMap> {
  const graphviz = await Graphviz.load();
  const { data, svg, hasConnectors } =
    input.pages === undefined ? drawDocument(input, graphviz) : drawForPages(input, input.pages, graphviz);
  const { content } = data;
  return {
    dot: buildMapDot(data),
    svg,
    hasConnectors,
    hasRed: costliestEdges(data).size > 0,
    deviations: drawnDeviations(data),
    activitiesShown: content.activities.length,
    transitionsShown: content.edges.length,
    flowShare: content.flowShare,
    legend: mapLegendLines(data),
  };
}

const textsOf = ({ language = "en" }: ProcessMapInput) => mapTextsIn(language);

interface DrawnMap {
  readonly data: MapData;
  readonly svg: string;
  readonly hasConnectors: boolean;
}

function drawDocument(input: ProcessMapInput, graphviz: Graphviz): DrawnMap {
  const content = selectMapContent(input.graph, input.limits, mustShow(input));
  const data: MapData = { ...input, texts: textsOf(input), content };
  return { data, svg: labelSvg(graphviz.layout(buildMapDot(data), "svg", "dot"), data), hasConnectors: false };
}

/** The most that can be read on a page in one piece, by share of flow; in columns where even the least is too much for it. */
function drawForPages(input: ProcessMapInput, pages: readonly MapPage[], graphviz: Graphviz): DrawnMap {
  const whole = selectMapContent(input.graph, input.limits, mustShow(input));
  const undivided = drawMost(input, pages, graphviz, whole, drawInOnePiece);
  if (undivided.scale >= LEAST_UNDIVIDED) return undivided.map;
  return drawMost(input, pages, graphviz, whole, drawPageMaps).map;
}

/** The drawing with the largest share of flow of those that can be read on a page, or the largest where none can. */
function drawMost(
  input: ProcessMapInput,
  pages: readonly MapPage[],
  graphviz: Graphviz,
  whole: MapContent,
  draw: typeof drawPageMaps,
): { readonly map: DrawnMap; readonly scale: number } {
  const most = {
    width: Math.max(...pages.map(({ width }) => width)) / LEAST_SCALE,
    height: Math.max(...pages.map(({ height }) => height)) / LEAST_SCALE,
  };
  let best: { readonly map: DrawnMap; readonly scale: number } | null = null;
  for (const limits of [null, ...reductions(whole)]) {
    const content = limits === null ? whole : selectMapContent(input.graph, limits, mustShow(input));
    const isReadable = best !== null && best.scale >= LEAST_SCALE;
    if (best !== null && isReadable && content.flowShare <= best.map.data.content.flowShare) continue;
    const data: MapData = { ...input, texts: textsOf(input), content };
    const chosen = choosePageMap(draw(data, graphviz, most), pages);
    const scale = scaleOn(pages, chosen);
    if (best !== null && (isReadable ? scale < LEAST_SCALE : scale <= best.scale)) continue;
    best = { map: { data, svg: chosen.svg, hasConnectors: chosen.columns > 1 }, scale };
    if (scale >= LEAST_SCALE && (content.flowShare >= ENOUGH_FLOW || content === whole)) break;
  }
  return best ?? { map: drawDocument(input, graphviz), scale: 1 };
}

/** The transitions that are drawn red, and what the text speaks of. */
export function mustShow({ graph, transitionTimes, named = [], namedTransitions = [] }: ProcessMapInput): MustShow {
  const places = new Map(graph.nodes.map(({ activity }, place) => [activity, place]));
  const activities = [...new Set(named)].flatMap((name) => places.get(name) ?? []).slice(0, MOST_NAMED);
  const wanted = new Set(namedTransitions.map(([from, to]) => `${places.get(from)} ${places.get(to)}`));
  const spokenOf = [...graph.edges.keys()].filter((edge) => {
    const { from, to } = graph.edges[edge] ?? { from: -1, to: -1 };
    return wanted.has(`${from} ${to}`);
  });
  return { activities, edges: [...costliestEdges({ graph, transitionTimes }), ...spokenOf] };
}

/** What to try next when a map can't be read: rare transitions are left out first, and then rare activities. */
function reductions(whole: MapContent): MapLimits[] {
  const limits: MapLimits[] = [];
  for (
    let activities = whole.activities.length;
    activities >= LEAST_ACTIVITIES;
    activities = Math.ceil(0.85 * activities) - 1
  ) {
    for (const transitions of TRANSITIONS_PER_ACTIVITY) {
      const maxTransitions = Math.ceil(transitions * activities);
      if (maxTransitions < whole.edges.length) limits.push({ maxActivities: activities, maxTransitions });
    }
  }
  return limits;
}
