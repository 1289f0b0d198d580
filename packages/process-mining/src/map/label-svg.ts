import { escapeXml } from "@longhaul/domain";
import type { MapData } from "./map-data.ts";
import { mapLegendLines } from "./map-legend.ts";

/**
 * Make Graphviz's SVG accessible: the document gets a role, a title and a description, and the titles of boxes and
 * arrows, which are node ids in Graphviz's output, become full names with their figures. Names are made bold by
 * attributes, which readers of SVG without style sheets know too.
 */
export function labelSvg(svg: string, data: MapData): string {
  const { graph, texts } = data;
  const nameOf = (id: string): string => {
    if (id === "start") return texts.start;
    return id === "end" ? texts.end : (graph.nodes[Number(id.replace(/^\D+/u, ""))]?.activity ?? id);
  };
  const edgeAt = new Map(
    data.content.edges.map((edge) => {
      const { from, to } = graph.edges[edge] ?? { from: -1, to: -1 };
      return [`a${from}->a${to}`, edge];
    }),
  );
  const titleOf = (id: string): string => {
    const [from, to] = id.replace(/->to(\d+)$/u, "->a$1").split("->");
    if (/^(?:from|to)\d+$/u.test(from ?? "")) return texts.goesOnAt(nameOf(from ?? ""));
    if (from !== undefined && to !== undefined)
      return `${nameOf(from)} → ${nameOf(to)}${edgeFigures(data, edgeAt.get(`${from}->${to}`))}`;
    return `${nameOf(id)}${nodeFigures(data, id)}`;
  };
  const heading = `<title id="map-title">${escapeXml(data.title)}</title>\n<desc id="map-description">${escapeXml(mapLegendLines(data).join(" "))}</desc>\n`;
  return boldNames(svg)
    .replace(/<title>([^<]*)<\/title>/gu, (_, id: string) => {
      const plain = id.replaceAll("&#45;", "-").replaceAll("&gt;", ">");
      return plain === "process_map" ? "" : `<title>${escapeXml(titleOf(plain))}</title>`;
    })
    .replace(
      /<svg [^<>]*>\n?/u,
      (tag) => `${tag.replace("<svg ", '<svg role="img" aria-labelledby="map-title map-description" ')}${heading}`,
    );
}

function boldNames(svg: string): string {
  return svg.replaceAll(/<g [^>]*class="[^"]*pm(?:-|&#45;)(activity|costly)"[\s\S]*?<\/g>/gu, (group, kind: string) => {
    const parts = group.split("<text ");
    return parts
      .map((part, idx) => {
        if (idx === 0) return part;
        // The last line of a box is its figures.
        if (kind === "activity" && idx === parts.length - 1)
          return part.replace(/font-size="[^"]*"/u, 'font-size="11.00"');
        return `font-weight="bold" ${part}`;
      })
      .join("<text ");
  });
}

function nodeFigures({ graph, performance, texts }: MapData, id: string): string {
  if (!id.startsWith("a")) return `: ${texts.cases(graph.caseCount)}`;
  const activity = Number(id.slice(1));
  const { count = 0, caseCount = 0 } = graph.nodes[activity] ?? {};
  const times = performance[activity];
  const work = times?.service && times.service.count > 0 ? `, ${texts.meanWork(times.service.meanSec)}` : "";
  const wait = times && times.waiting.count > 0 ? `, ${texts.meanWait(times.waiting.meanSec)}` : "";
  return `: ${texts.events(count, caseCount)}${work}${wait}`;
}

function edgeFigures({ graph, transitionTimes, texts }: MapData, edge: number | undefined): string {
  if (edge === undefined) return "";
  const { count = 0, caseCount = 0 } = graph.edges[edge] ?? {};
  const times = transitionTimes[edge]?.waiting;
  const time = times === undefined ? "" : `, ${texts.spread(times.meanSec, times.medianSec, times.totalSec)}`;
  return `: ${texts.times(count, caseCount)}${time}`;
}
