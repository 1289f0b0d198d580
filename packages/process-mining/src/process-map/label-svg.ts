import type { MapData } from "./build-map-dot.ts";
import { escapeXml } from "./escape-xml.ts";
import { mapLegendLines } from "./map-legend.ts";
import { shortDuration } from "./short-duration.ts";

// The last line of a box is its figures.
const STYLE =
  "<style>.pm-activity text{font-weight:bold}.pm-activity text:last-of-type{font-weight:normal;font-size:11px}.pm-costly text{font-weight:bold}</style>\n";

/**
 * Make Graphviz's SVG accessible: the document gets a role, a title and a description, and the titles of boxes and
 * arrows, which are node ids in Graphviz's output, become full names with their figures.
 */
export function labelSvg(svg: string, data: MapData): string {
  const { graph } = data;
  const nameOf = (id: string): string =>
    id.startsWith("a") ? (graph.nodes[Number(id.slice(1))]?.activity ?? id) : id === "start" ? "Start" : "End";
  const edgeAt = new Map(
    data.content.edges.map((edge) => {
      const { from, to } = graph.edges[edge] ?? { from: -1, to: -1 };
      return [`a${from}->a${to}`, edge];
    }),
  );
  const titleOf = (id: string): string => {
    const [from, to] = id.split("->");
    if (from !== undefined && to !== undefined)
      return `${nameOf(from)} → ${nameOf(to)}${edgeFigures(data, edgeAt.get(id))}`;
    return `${nameOf(id)}${nodeFigures(data, id)}`;
  };
  const heading = `<title id="map-title">${escapeXml(data.title)}</title>\n<desc id="map-description">${escapeXml(mapLegendLines(data).join(" "))}</desc>\n`;
  return svg
    .replace(/<title>([^<]*)<\/title>/gu, (_, id: string) => {
      const plain = id.replaceAll("&#45;", "-").replaceAll("&gt;", ">");
      return plain === "process_map" ? "" : `<title>${escapeXml(titleOf(plain))}</title>`;
    })
    .replace(
      /<svg [^>]*>\n?/u,
      (tag) =>
        `${tag.replace("<svg ", '<svg role="img" aria-labelledby="map-title map-description" ')}${heading}${STYLE}`,
    );
}

function nodeFigures({ graph, performance }: MapData, id: string): string {
  if (!id.startsWith("a")) return `: ${counted(graph.caseCount, "case")}`;
  const activity = Number(id.slice(1));
  const { count = 0, caseCount = 0 } = graph.nodes[activity] ?? {};
  const times = performance[activity];
  const work =
    times?.service && times.service.count > 0 ? `, mean time at work ${shortDuration(times.service.meanSec)}` : "";
  const wait = times && times.waiting.count > 0 ? `, mean wait before ${shortDuration(times.waiting.meanSec)}` : "";
  return `: ${counted(count, "event")} in ${counted(caseCount, "case")}${work}${wait}`;
}

function edgeFigures({ graph, transitionTimes }: MapData, edge: number | undefined): string {
  if (edge === undefined) return "";
  const { count = 0, caseCount = 0 } = graph.edges[edge] ?? {};
  const times = transitionTimes[edge]?.completionToStart;
  const time =
    times === undefined
      ? ""
      : `, mean ${shortDuration(times.meanSec)}, median ${shortDuration(times.medianSec)}, total ${shortDuration(times.totalSec)}`;
  return `: ${counted(count, "time")} in ${counted(caseCount, "case")}${time}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
