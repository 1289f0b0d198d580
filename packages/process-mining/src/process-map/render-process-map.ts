import type { Language } from "@longhaul/domain";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { buildMapDot, costliestEdges, type MapData } from "./build-map-dot.ts";
import { labelSvg } from "./label-svg.ts";
import { mapLegendLines } from "./map-legend.ts";
import { choosePageMap, drawPageMaps, scaleOn, type MapPage } from "./page-map.ts";
import { mapTextsIn } from "./texts/map-texts.ts";
import { selectMapContent, type MapContent, type MapLimits, type MustShow } from "./select-map-content.ts";

export interface ProcessMapInput extends Omit<MapData, "content" | "texts"> {
  /** English when absent. */
  readonly language?: Language | undefined;
  readonly limits?: MapLimits | undefined;
  /** Names of activities that the text beside the map speaks of: they are always drawn, the first twelve of them. */
  readonly named?: readonly string[] | undefined;
  /**
   * Where the map is to be read, when it isn't a document of its own: in each of these places, on one of its pages.
   * It is then laid out for each place, without legend, and reduced until it can be read in all of them.
   */
  readonly places?: readonly (readonly MapPage[])[] | undefined;
}

export interface ProcessMap {
  /** The map in Graphviz's DOT language. */
  readonly dot: string;
  /** A stand-alone SVG document; each box and arrow has a `<title>` with its full name and figures. */
  readonly svg: string;
  /** The same for the places after the first, in their order. */
  readonly otherSvgs: readonly string[];
  /** Whether arrows go on at connectors with the same number, in one of the drawings. */
  readonly hasConnectors: boolean;
  readonly activitiesShown: number;
  readonly transitionsShown: number;
  /** 0 to 1: share of all directly-follows occurrences on the arrows shown. */
  readonly flowShare: number;
  /** What is shown and what the figures mean, as in the map's legend. */
  readonly legend: readonly string[];
}

/** The scale at which texts of 11 points are 7 points high. */
const LEAST_SCALE = 7 / 11;
const LEAST_ACTIVITIES = 4;
const MOST_NAMED = 12;
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
  const { data, svgs, hasConnectors } =
    input.places === undefined ? drawDocument(input, graphviz) : drawForPages(input, graphviz);
  const { content } = data;
  const [svg = "", ...otherSvgs] = svgs;
  return {
    dot: buildMapDot(data),
    svg,
    otherSvgs,
    hasConnectors,
    activitiesShown: content.activities.length,
    transitionsShown: content.edges.length,
    flowShare: content.flowShare,
    legend: mapLegendLines(data),
  };
}

const textsOf = ({ language = "en" }: ProcessMapInput) => mapTextsIn(language);

interface DrawnMap {
  readonly data: MapData;
  readonly svgs: readonly string[];
  readonly hasConnectors: boolean;
}

function drawDocument(input: ProcessMapInput, graphviz: Graphviz): DrawnMap {
  const content = selectMapContent(input.graph, input.limits, mustShow(input));
  const data: MapData = { ...input, texts: textsOf(input), content };
  return { data, svgs: [labelSvg(graphviz.layout(buildMapDot(data), "svg", "dot"), data)], hasConnectors: false };
}

/** The most that can be read in all places, by share of flow; nothing is left out that needn't be. */
function drawForPages(input: ProcessMapInput, graphviz: Graphviz): DrawnMap {
  const { graph, places = [] } = input;
  const required = mustShow(input);
  const whole = selectMapContent(graph, input.limits, required);
  const contents = [() => whole, ...reductions(whole).map((limits) => () => selectMapContent(graph, limits, required))];
  const rooms = places.flat();
  const most = {
    width: Math.max(...rooms.map(({ width }) => width)) / LEAST_SCALE,
    height: Math.max(...rooms.map(({ height }) => height)) / LEAST_SCALE,
  };
  let best: DrawnMap | null = null;
  let last: DrawnMap | null = null;
  for (const select of contents) {
    const data: MapData = { ...input, texts: textsOf(input), content: select() };
    const share = best?.data.content.flowShare ?? 0;
    if (best !== null && data.content.flowShare <= share) continue;
    const drawings = drawPageMaps(data, graphviz, most);
    const chosen = places.map((pages) => choosePageMap(drawings, pages));
    last = { data, svgs: chosen.map(({ svg }) => svg), hasConnectors: chosen.some(({ columns }) => columns > 1) };
    if (!chosen.every((drawing, idx) => scaleOn(places[idx] ?? [], drawing) >= LEAST_SCALE)) continue;
    best = last;
    if (data.content === whole || data.content.flowShare >= ENOUGH_FLOW) break;
  }
  return best ?? last ?? drawDocument(input, graphviz);
}

/** The transitions that are drawn red, and what the text speaks of. */
function mustShow({ graph, transitionTimes, named = [] }: ProcessMapInput): MustShow {
  const places = new Map(graph.nodes.map(({ activity }, place) => [activity, place]));
  const activities = [...new Set(named)].flatMap((name) => places.get(name) ?? []).slice(0, MOST_NAMED);
  return { activities, edges: [...costliestEdges({ graph, transitionTimes })] };
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
