import type { MapData } from "./build-map-dot.ts";
import { escapeXml } from "./escape-xml.ts";
import { textColumns, wrapText } from "./wrap-text.ts";
import { groupedNumber } from "../grouped-number.ts";

/** What a map shows and leaves out, line by line. */
export function mapLegendLines({ graph, content, performance }: Omit<MapData, "title">): string[] {
  const activities = `${content.activities.length} of ${graph.nodes.length} activities`;
  const transitions = `${content.edges.length} of ${graph.edges.length} transitions`;
  const isWhole = content.activities.length === graph.nodes.length && content.edges.length === graph.edges.length;
  const hasWork = performance.some(({ service }) => service !== null);
  const share = Math.floor(content.flowShare * 100);
  return [
    `${groupedNumber(graph.caseCount)} cases, ${groupedNumber(graph.eventCount)} events. ${
      isWhole
        ? `All ${graph.nodes.length} activities and ${graph.edges.length} transitions.`
        : `Showing ${activities} and ${transitions}, ${share} % of flow.`
    }`,
    ...(performance.length === 0
      ? ["Boxes: events. Arrows: count. The more frequent, the darker and thicker."]
      : [
          `Boxes: events · ${hasWork ? "mean time at work" : "mean time since the step before"}. Arrows: count, mean (median) ${
            hasWork ? "waiting time" : "time"
          }.`,
          "The more frequent, the darker and thicker. Red: the transitions on which most time passes in total.",
        ]),
  ];
}

/** Title and legend as an HTML-like label. */
export function mapLegend(data: MapData): string {
  const title = wrapText(data.title, 70, 2).map((line) =>
    row(`<FONT POINT-SIZE="18"><B>${escapeXml(line)}</B></FONT>`, 12 * textColumns(line)),
  );
  const lines = mapLegendLines(data).map((line) =>
    row(`<FONT POINT-SIZE="11" COLOR="#486581">${escapeXml(line)}</FONT>`, 6.4 * textColumns(line)),
  );
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">${[...title, ...lines].join("")}</TABLE>`;
}

/** A row with room for `width` points, since the viewer's font may be wider than the one measured. */
function row(content: string, width: number): string {
  return `<TR><TD ALIGN="LEFT" WIDTH="${Math.ceil(width)}">${content}</TD></TR>`;
}
