import type { DeviationKind } from "../conformance/check-reference.ts";
import { dotText } from "./dot-text.ts";
import { DEVIATION_BORDERS, EDGE_COLORS, NODE_COLORS, mixColor } from "./map-colors.ts";
import { costliestEdges, deviationsOf, type MapData } from "./map-data.ts";
import { mapLegend } from "./map-legend.ts";
import type { MapTexts } from "./texts/en.ts";
import { textColumns, wrapText } from "./wrap-text.ts";

/**
 * A column of a map that is drawn on a page: tighter, without legend, and with one figure of time an arrow. Arrows to
 * and from other columns end and begin at numbered connectors.
 */
export interface MapColumn {
  readonly direction: "TB" | "LR";
  readonly activities: ReadonlySet<number>;
  /** Numbers of the connectors that lead to activities, by activity. */
  readonly connectors: ReadonlyMap<number, number>;
}

const FONT = "Helvetica,Arial,sans-serif";
const RED = "#b42318";
const DOCUMENT = { pointsPerColumn: 8.4, nameColumns: 24, nameLines: 4, edgeFontSize: 10 };
const PAGE = { pointsPerColumn: 7.8, nameColumns: 20, nameLines: 4, edgeFontSize: 11 };

/**
 * The map in Graphviz's DOT language. Nodes are `start`, `end` and `a<activity number>`, names stand in labels only;
 * `to<activity number>` and `from<activity number>` are connectors of a column: out of it, and into it.
 * Labels of boxes and arrows are plain text, since Graphviz centres plain text whatever font the viewer has; the
 * classes `pm-activity` and `pm-costly` are styled in the SVG.
 */
export function buildMapDot(data: MapData, column: MapColumn | null = null): string {
  const { graph, content } = data;
  const isHere = (activity: number): boolean => column === null || column.activities.has(activity);
  const maxNode = Math.max(1, ...content.activities.map((activity) => graph.nodes[activity]?.count ?? 0));
  const maxEdge = Math.max(1, ...content.edges.map((edge) => graph.edges[edge]?.count ?? 0), graph.caseCount);
  const costly = costliestEdges(data);
  const edges = content.edges
    .map((edge) => ({ edge, ...(graph.edges[edge] ?? { from: -1, to: -1, count: 0 }) }))
    .toSorted((a, b) => b.count - a.count || a.edge - b.edge);
  const [starts, ends] = [content.starts.filter(isHere), content.ends.filter(isHere)];
  const leaving = new Set(edges.filter(({ from, to }) => isHere(from) && !isHere(to)).map(({ to }) => to));
  const entering = Map.groupBy(
    edges.filter(({ from, to }) => !isHere(from) && isHere(to)),
    ({ to }) => to,
  );
  const { edgeFontSize } = column === null ? DOCUMENT : PAGE;
  const room =
    column === null
      ? `rankdir=TB, nodesep=0.45, ranksep=0.55, pad=0.25, labelloc=t, labeljust=l, label=<${mapLegend(data)}>`
      : `rankdir=${column.direction}, nodesep=0.2, ranksep=${column.direction === "TB" ? 0.22 : 0.3}, pad=0.03`;
  return [
    "digraph process_map {",
    `  graph [${room}, fontname="${FONT}", bgcolor=white]`,
    `  node [shape=box, style="rounded,filled", penwidth=1, color="#486581", fontname="${FONT}", fontsize=12, fontcolor="#102a43", margin="${column === null ? "0.16,0.08" : "0.1,0.04"}"]`,
    `  edge [fontname="${FONT}", fontsize=${edgeFontSize}, fontcolor="#334e68", arrowsize=0.7]`,
    ...(column === null || starts.length > 0
      ? [
          `  start [shape=circle, label="", width=0.32, fixedsize=true, style=filled, fillcolor="#2f8132", color="#2f8132"]`,
          "  { rank=source; start }",
        ]
      : []),
    ...(column === null || ends.length > 0
      ? [
          `  end [shape=doublecircle, label="", width=0.26, fixedsize=true, style=filled, fillcolor="#102a43", color="#102a43"]`,
          ...(leaving.size === 0 ? ["  { rank=sink; end }"] : []),
        ]
      : []),
    ...[...entering.keys()].map((activity) => connector("from", activity, column)),
    ...starts.map((activity) =>
      terminal("start", `a${activity}`, graph.nodes[activity]?.startCount ?? 0, maxEdge, data.texts),
    ),
    ...content.activities.filter(isHere).map((activity) => node(data, activity, maxNode, column !== null)),
    ...[...leaving].map((activity) => connector("to", activity, column)),
    ...[...entering].map(([activity, arrows]) => {
      const count = arrows.reduce((sum, arrow) => sum + arrow.count, 0);
      return `  from${activity} -> a${activity} [${stroke(Math.sqrt(Math.min(1, count / maxEdge)))}]`;
    }),
    ...edges
      .filter(({ from }) => isHere(from))
      .map(({ edge, to }) =>
        transition(data, edge, maxEdge, costly.has(edge), isHere(to) ? `a${to}` : `to${to}`, column),
      ),
    ...ends.map((activity) =>
      terminal(`a${activity}`, "end", graph.nodes[activity]?.endCount ?? 0, maxEdge, data.texts),
    ),
    "}",
    "",
  ].join("\n");
}

function node(data: MapData, activity: number, maxCount: number, isOnPage: boolean): string {
  const { graph, performance, texts } = data;
  const { count, activity: name } = graph.nodes[activity] ?? { count: 0, activity: "" };
  const { pointsPerColumn, nameColumns, nameLines } = isOnPage ? PAGE : DOCUMENT;
  const times = performance[activity];
  const time = times?.service ?? times?.waiting;
  const timeText = time === undefined || time.count === 0 ? "" : ` · ${texts.shortSpan(time.meanSec)}`;
  const deviating = deviationsOf(data, name);
  const lines = [
    ...wrapText(name.trim() === "" ? texts.noName : name, nameColumns, nameLines),
    ...deviating.map(({ kind, cases }) => texts.deviation[kind](cases)),
    `${texts.number(count)}${timeText}`,
  ];
  const fill = mixColor(NODE_COLORS, Math.sqrt(count / maxCount));
  // Graphviz measures by Helvetica; the room is for the widest font that may stand in, in bold.
  const widthInches = (Math.max(...lines.map(textColumns)) * pointsPerColumn + 20) / 72;
  return `  a${activity} [class="pm-activity", fillcolor="${fill}"${border(deviating[0]?.kind)}, width=${widthInches.toFixed(2)}, label=${dotText(lines)}]`;
}

function border(kind: DeviationKind | undefined): string {
  if (kind === undefined) return "";
  const { color, style } = DEVIATION_BORDERS[kind];
  return `, color="${color}", penwidth=3, style="${style}"`;
}

function transition(
  data: MapData,
  edge: number,
  maxCount: number,
  isCostly: boolean,
  target: string,
  column: MapColumn | null,
): string {
  const { from, count } = data.graph.edges[edge] ?? { from: 0, count: 0 };
  const times = data.transitionTimes[edge]?.waiting;
  const label = dotText(
    transitionLines(data.texts.number(count), times, column, data.texts).map((line) => pad(line, isCostly ? 5 : 3)),
  );
  const costly = isCostly ? `, class="pm-costly", fontcolor="${RED}"` : "";
  const share = Math.sqrt(count / maxCount);
  // Weight keeps frequent paths straight.
  return `  a${from} -> ${target} [label=${label}${costly}, ${stroke(share)}, weight=${1 + Math.round(9 * share)}]`;
}

function transitionLines(
  count: string,
  times: { readonly meanSec: number; readonly medianSec: number } | undefined,
  column: MapColumn | null,
  { shortSpan }: MapTexts,
): string[] {
  if (times === undefined) return [count];
  const mean = shortSpan(times.meanSec);
  if (column === null) return [count, `${mean} (${shortSpan(times.medianSec)})`];
  return column.direction === "TB" ? [`${count} · ${mean}`] : [count, mean];
}

function connector(kind: "to" | "from", activity: number, column: MapColumn | null): string {
  const number = String(column?.connectors.get(activity) ?? "");
  return `  ${kind}${activity} [shape=circle, width=0.28, fixedsize=true, style=filled, fillcolor="#ffffff", color="#d9822b", penwidth=1.5, fontsize=11, label=${dotText([number])}]`;
}

function terminal(from: string, to: string, count: number, maxCount: number, { number }: MapTexts): string {
  const share = Math.sqrt(count / maxCount);
  return `  ${from} -> ${to} [label=${dotText([pad(number(count), 3)])}, style=dashed, ${stroke(share)}]`;
}

function stroke(share: number): string {
  return `penwidth=${(0.8 + 4.2 * share).toFixed(2)}, color="${mixColor(EDGE_COLORS, share)}"`;
}

/** Room between the text and the arrow, since the viewer's font may be wider than the one measured. */
function pad(text: string, spaces: number): string {
  return `${" ".repeat(spaces)}${text}${" ".repeat(spaces)}`;
}
