import type { ActivityPerformance } from "../activity-performance.ts";
import type { DirectlyFollowsGraph } from "../directly-follows-graph.ts";
import type { TransitionTimes } from "../transition-times.ts";
import { dotText } from "./dot-text.ts";
import { EDGE_COLORS, NODE_COLORS, mixColor } from "./map-colors.ts";
import { mapLegend } from "./map-legend.ts";
import type { MapContent } from "./select-map-content.ts";
import { shortDuration } from "./short-duration.ts";
import { textColumns, wrapText } from "./wrap-text.ts";

/** All that a map is drawn from; the parts belong to the same log. */
export interface MapData {
  readonly title: string;
  readonly graph: DirectlyFollowsGraph;
  readonly content: MapContent;
  /** In the order of the graph's nodes. */
  readonly performance: readonly ActivityPerformance[];
  /** In the order of the graph's edges. */
  readonly transitionTimes: readonly TransitionTimes[];
}

const FONT = "Helvetica,Arial,sans-serif";
const RED = "#b42318";
const COSTLIEST = 3;
const POINTS_PER_COLUMN = 8.4;

/**
 * The map in Graphviz's DOT language. Nodes are `start`, `end` and `a<activity number>`, names stand in labels only.
 * Labels of boxes and arrows are plain text, since Graphviz centres plain text whatever font the viewer has; the
 * classes `pm-activity` and `pm-costly` are styled in the SVG.
 */
export function buildMapDot(data: MapData): string {
  const { graph, content } = data;
  const maxNode = Math.max(1, ...content.activities.map((activity) => graph.nodes[activity]?.count ?? 0));
  const maxEdge = Math.max(1, ...content.edges.map((edge) => graph.edges[edge]?.count ?? 0), graph.caseCount);
  const costly = costliestEdges(data);
  const edges = content.edges
    .map((edge) => ({ edge, count: graph.edges[edge]?.count ?? 0 }))
    .toSorted((a, b) => b.count - a.count || a.edge - b.edge);
  return [
    "digraph process_map {",
    `  graph [rankdir=TB, nodesep=0.45, ranksep=0.55, pad=0.25, fontname="${FONT}", labelloc=t, labeljust=l, bgcolor=white, label=<${mapLegend(data)}>]`,
    `  node [shape=box, style="rounded,filled", penwidth=1, color="#486581", fontname="${FONT}", fontsize=12, fontcolor="#102a43", margin="0.16,0.08"]`,
    `  edge [fontname="${FONT}", fontsize=10, fontcolor="#334e68", arrowsize=0.7]`,
    `  start [shape=circle, label="", width=0.32, fixedsize=true, style=filled, fillcolor="#2f8132", color="#2f8132"]`,
    `  end [shape=doublecircle, label="", width=0.26, fixedsize=true, style=filled, fillcolor="#102a43", color="#102a43"]`,
    "  { rank=source; start }",
    "  { rank=sink; end }",
    ...content.starts.map((activity) =>
      terminal("start", `a${activity}`, graph.nodes[activity]?.startCount ?? 0, maxEdge),
    ),
    ...content.activities.map((activity) => node(data, activity, maxNode)),
    ...edges.map(({ edge }) => transition(data, edge, maxEdge, costly.has(edge))),
    ...content.ends.map((activity) => terminal(`a${activity}`, "end", graph.nodes[activity]?.endCount ?? 0, maxEdge)),
    "}",
    "",
  ].join("\n");
}

/** The edges shown that cost the most time in total. */
function costliestEdges({ content, transitionTimes }: MapData): ReadonlySet<number> {
  const lost = (edge: number) => transitionTimes[edge]?.completionToStart.totalSec ?? 0;
  return new Set(
    content.edges
      .filter((edge) => lost(edge) > 0)
      .toSorted((a, b) => lost(b) - lost(a))
      .slice(0, COSTLIEST),
  );
}

function node({ graph, performance }: MapData, activity: number, maxCount: number): string {
  const { count, activity: name } = graph.nodes[activity] ?? { count: 0, activity: "" };
  const times = performance[activity];
  const time = times?.service ?? times?.waiting;
  const timeText = time === undefined || time.count === 0 ? "" : ` · ${shortDuration(time.meanSec)}`;
  const lines = [...wrapText(name.trim() === "" ? "(no name)" : name, 24, 4), `${grouped(count)}${timeText}`];
  const fill = mixColor(NODE_COLORS, Math.sqrt(count / maxCount));
  // Graphviz measures by Helvetica; the room is for the widest font that may stand in, in bold.
  const widthInches = (Math.max(...lines.map(textColumns)) * POINTS_PER_COLUMN + 20) / 72;
  return `  a${activity} [class="pm-activity", fillcolor="${fill}", width=${widthInches.toFixed(2)}, label=${dotText(lines)}]`;
}

function transition(data: MapData, edge: number, maxCount: number, isCostly: boolean): string {
  const { from, to, count } = data.graph.edges[edge] ?? { from: 0, to: 0, count: 0 };
  const times = data.transitionTimes[edge]?.completionToStart;
  const time = times === undefined ? [] : [`${shortDuration(times.meanSec)} (${shortDuration(times.medianSec)})`];
  const label = dotText([grouped(count), ...time].map((line) => pad(line, isCostly ? 5 : 3)));
  const costly = isCostly ? `, class="pm-costly", fontcolor="${RED}"` : "";
  const share = Math.sqrt(count / maxCount);
  // Weight keeps frequent paths straight.
  return `  a${from} -> a${to} [label=${label}${costly}, penwidth=${width(share)}, color="${mixColor(EDGE_COLORS, share)}", weight=${1 + Math.round(9 * share)}]`;
}

function terminal(from: string, to: string, count: number, maxCount: number): string {
  const share = Math.sqrt(count / maxCount);
  return `  ${from} -> ${to} [label=${dotText([pad(grouped(count), 3)])}, style=dashed, penwidth=${width(share)}, color="${mixColor(EDGE_COLORS, share)}"]`;
}

/** Room between the text and the arrow, since the viewer's font may be wider than the one measured. */
function pad(text: string, spaces: number): string {
  return `${" ".repeat(spaces)}${text}${" ".repeat(spaces)}`;
}

function width(share: number): string {
  return (0.8 + 4.2 * share).toFixed(2);
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
