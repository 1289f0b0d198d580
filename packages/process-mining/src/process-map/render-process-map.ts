import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { buildMapDot, type MapData } from "./build-map-dot.ts";
import { labelSvg } from "./label-svg.ts";
import { mapLegendLines } from "./map-legend.ts";
import { selectMapContent, type MapLimits } from "./select-map-content.ts";

export interface ProcessMapInput extends Omit<MapData, "content"> {
  readonly limits?: MapLimits | undefined;
}

export interface ProcessMap {
  /** The map in Graphviz's DOT language. */
  readonly dot: string;
  /** A stand-alone SVG document; each box and arrow has a `<title>` with its full name and figures. */
  readonly svg: string;
  readonly activitiesShown: number;
  readonly transitionsShown: number;
  /** 0 to 1: share of all directly-follows occurrences on the arrows shown. */
  readonly flowShare: number;
  /** What is shown and what the figures mean, as in the map's legend. */
  readonly legend: readonly string[];
}

/**
 * Draw the directly-follows graph of a log as a map for people: boxes with frequency and mean time, arrows with count,
 * mean and median time. Big graphs are reduced to what can be read; the legend says to what.
 * Layout: Gansner, Koutsofios, North and Vo, A Technique for Drawing Directed Graphs (1993), Graphviz's dot.
 */
export async function renderProcessMap(input: ProcessMapInput): Promise<ProcessMap> {
  const content = selectMapContent(input.graph, input.limits);
  const data: MapData = { ...input, content };
  const dot = buildMapDot(data);
  const graphviz = await Graphviz.load();
  return {
    dot,
    svg: labelSvg(graphviz.layout(dot, "svg", "dot"), data),
    activitiesShown: content.activities.length,
    transitionsShown: content.edges.length,
    flowShare: content.flowShare,
    legend: mapLegendLines(data),
  };
}
