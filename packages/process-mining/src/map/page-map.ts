import type { Graphviz } from "@hpcc-js/wasm-graphviz";
import { buildMapDot, type MapColumn } from "./build-map-dot.ts";
import type { MapData } from "./map-data.ts";
import { labelSvg } from "./label-svg.ts";
import { divideIntoColumns } from "./map-columns.ts";

/** Room for a map, in points; texts of maps are 11 and 12 points high when they are drawn at their own size. */
export interface MapPage {
  readonly width: number;
  readonly height: number;
}

/** A drawing of a map for a page. */
interface PageMap {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
}

const MOST_COLUMNS = 5;
const GAP = 22;
/** A map whose area, drawn in one column, is so many times what can be read isn't made readable by columns either. */
const SURELY_TOO_LARGE = 1.5;
/** At this scale texts are as high as those of the page, and the map is divided no further. */
const COMFORTABLE = 0.8;
/** What a map in several columns must gain over one in fewer. */
const GAIN = 1.12;

/** How large the drawing is on the page that suits it best: 1 at its own size, which it never exceeds. */
export function scaleOn(pages: readonly MapPage[], { width, height }: Pick<PageMap, "width" | "height">): number {
  return Math.min(1, Math.max(...pages.map((page) => Math.min(page.width / width, page.height / height))));
}

/** Draw the map in one piece: downwards, and to the right. */
export function drawInOnePiece(data: MapData, graphviz: Graphviz): [PageMap, ...PageMap[]] {
  const { activities } = data.content;
  return [
    drawColumns(data, [oneColumn(activities, "TB")], graphviz),
    drawColumns(data, [oneColumn(activities, "LR")], graphviz),
  ];
}

/**
 * Draw the map in the shapes that it may take on a page: downwards, to the right, and downwards in several columns, as
 * text is set, with numbered connectors where an arrow leads to another column. `most` is what can be read anywhere:
 * a map whose area is much larger is drawn downwards alone, and columns end to be added where they get wider.
 */
export function drawPageMaps(data: MapData, graphviz: Graphviz, most: MapPage): [PageMap, ...PageMap[]] {
  const { graph, content } = data;
  const one = oneColumn(content.activities, "TB");
  const downwards = drawColumns(data, [one], graphviz);
  if (downwards.width * downwards.height > SURELY_TOO_LARGE * most.width * most.height) return [downwards];
  const drawings: [PageMap, ...PageMap[]] = [
    downwards,
    drawColumns(data, [oneColumn(content.activities, "LR")], graphviz),
  ];
  const edges = content.edges.flatMap((edge) => graph.edges[edge] ?? []);
  const levels = levelsOf(graphviz.layout(buildMapDot(data, one), "plain", "dot"));
  for (let count = 2; count <= MOST_COLUMNS; count++) {
    const columns = divideIntoColumns(levels, edges, count);
    if (columns.length < count) break;
    const drawing = drawColumns(data, connected(columns, edges), graphviz);
    drawings.push(drawing);
    if (drawing.width > most.width) break;
  }
  return drawings;
}

/** The columns with a number for each activity that an arrow from another column leads to, in reading order. */
function connected(
  columns: readonly (readonly number[])[],
  edges: readonly { readonly from: number; readonly to: number }[],
): MapColumn[] {
  const columnOf = new Map(columns.flatMap((activities, idx) => activities.map((activity) => [activity, idx])));
  const targets = new Set(edges.filter(({ from, to }) => columnOf.get(from) !== columnOf.get(to)).map(({ to }) => to));
  const reached = columns.flat().filter((activity) => targets.has(activity));
  const connectors = new Map(reached.map((activity, idx) => [activity, idx + 1]));
  return columns.map((activities) => ({ direction: "TB", activities: new Set(activities), connectors }));
}

/** The drawing that is largest on one of the pages; one of fewer columns where that is hardly smaller, or large enough. */
export function choosePageMap(drawings: readonly [PageMap, ...PageMap[]], pages: readonly MapPage[]): PageMap {
  return drawings.reduce((chosen, drawing) => {
    const scale = scaleOn(pages, chosen);
    return scale < COMFORTABLE && scaleOn(pages, drawing) > scale * GAIN ? drawing : chosen;
  });
}

function oneColumn(activities: readonly number[], direction: MapColumn["direction"]): MapColumn {
  return { direction, activities: new Set(activities), connectors: new Map() };
}

/** Activities by their level, from the top, out of Graphviz's plain output: `node <id> <x> <y> …`, y upwards. */
function levelsOf(plain: string): number[][] {
  const places = [...plain.matchAll(/^node a(\d+) ([-\d.]+) ([-\d.]+) /gmu)].map(([, activity, x, y]) => ({
    activity: Number(activity),
    x: Number(x),
    y: Number(y),
  }));
  const levels = Map.groupBy(
    places.toSorted((a, b) => b.y - a.y || a.x - b.x),
    ({ y }) => y,
  );
  return [...levels.values()].map((level) => level.map(({ activity }) => activity));
}

function drawColumns(data: MapData, columns: readonly MapColumn[], graphviz: Graphviz): PageMap {
  let width = 0;
  let height = 0;
  const parts = columns.map((column, idx) => {
    const svg = graphviz.layout(buildMapDot(data, column), "svg", "dot");
    const [, boxWidth = "0", boxHeight = "0"] = /viewBox="[-\d.]+ [-\d.]+ ([-\d.]+) ([-\d.]+)"/u.exec(svg) ?? [];
    const left = idx === 0 ? 0 : width + GAP;
    width = left + Number(boxWidth);
    height = Math.max(height, Number(boxHeight));
    // Ids of Graphviz begin again in each column.
    const drawn = svg.slice(svg.indexOf("<g "), svg.lastIndexOf("</svg>")).replaceAll(/ id="[^"]*"/gu, "");
    return { left, drawn };
  });
  const lines = parts
    .slice(1)
    .map(({ left }) => `<path d="M${left - GAP / 2} 0V${height}" fill="none" stroke="#d5dde5" stroke-width="1"/>\n`);
  const groups = parts.map(({ left, drawn }) => `<g transform="translate(${left} 0)">${drawn}</g>\n`);
  const svg = `<svg width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">\n${lines.join("")}${groups.join("")}</svg>\n`;
  return { svg: labelSvg(svg, data), width, height, columns: columns.length };
}
