import { escapeXml } from "@longhaul/domain";
import { costliestEdges, drawnDeviations, type MapData } from "./map-data.ts";
import { textColumns, wrapText } from "./wrap-text.ts";

/** What a map shows and leaves out, line by line. */
export function mapLegendLines(data: MapData): string[] {
  const { graph, content, performance, texts } = data;
  const shown = { activities: content.activities.length, transitions: content.edges.length };
  const all = { activities: graph.nodes.length, transitions: graph.edges.length };
  const isWhole = shown.activities === all.activities && shown.transitions === all.transitions;
  const hasWork = performance.some(({ service }) => service !== null);
  const share = Math.floor(content.flowShare * 100);
  return [
    `${texts.size(graph.caseCount, graph.eventCount)} ${
      isWhole ? texts.all(all.activities, all.transitions) : texts.part(shown, all, share)
    }`,
    ...(performance.length === 0
      ? [texts.untimed]
      : [texts.timed(hasWork), costliestEdges(data).size === 0 ? texts.frequent : texts.colors]),
    ...drawnDeviations(data).map((kind) => texts.deviationKeys[kind]),
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
