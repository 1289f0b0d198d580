import type { BatchGraph, GraphNode } from "./batch-graph.ts";
import { placeNodes, type Place } from "./place-nodes.ts";
import { reduceEdges } from "./reduce-edges.ts";

const BOX = { width: 168, height: 46, gapX: 72, gapY: 14 };
const MARGIN = 24;
const TITLE_HEIGHT = 34;
/** Characters of a line that fit into a box. */
const LINE_LENGTH = 26;

/**
 * A large batch as SVG: operations in layers, from what depends on nothing to what all leads to. Dependencies that follow
 * from others are left out, and counted in a note.
 */
export function drawLayers({ title, nodes, dependsOn }: BatchGraph): string {
  const reduced = reduceEdges(dependsOn);
  const places = placeNodes(reduced);
  const corners = places.map(cornerOf);
  const width = Math.max(0, ...corners.map(({ x }) => x)) + BOX.width + MARGIN;
  const height = Math.max(0, ...corners.map(({ y }) => y)) + BOX.height + MARGIN;
  const count = (edges: readonly (readonly number[])[]): number => edges.reduce((sum, list) => sum + list.length, 0);
  const [drawn, implied] = [count(reduced), count(dependsOn) - count(reduced)];
  const note = implied === 0 ? "" : ` · ${implied} dependencies that follow from others are not drawn`;
  const opacity = Math.min(0.8, Math.max(0.2, 300 / Math.max(1, drawn)));
  const arrows = reduced.map((dependencies, idx) =>
    dependencies.map((dependency) => arrow(corners[dependency] ?? ORIGIN, corners[idx] ?? ORIGIN)).join(""),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica,Arial,sans-serif">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="${MARGIN}" y="22" font-size="14">${escape(title + note)}</text>`,
    `<g fill="none" stroke="#455a64" stroke-opacity="${opacity.toFixed(2)}">`,
    ...arrows.filter((path) => path !== "").map((path) => `<path d="${path}"/>`),
    "</g>",
    '<g stroke="#455a64" font-size="10">',
    ...nodes.map((node, idx) => box(node, corners[idx] ?? ORIGIN)),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

const ORIGIN: Corner = { x: 0, y: 0 };

const cornerOf = ({ column, row }: Place): Corner => ({
  x: MARGIN + column * (BOX.width + BOX.gapX),
  y: MARGIN + TITLE_HEIGHT + Math.round(row * (BOX.height + BOX.gapY)),
});

/** A curve from the right of one box to the left of another, and the two strokes of its head. */
function arrow(from: Corner, to: Corner): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const reach = Math.max(BOX.gapX / 2, Math.round(Math.abs(x2 - x1) / 2));
  const bend = x2 > x1 ? reach : BOX.gapX; // to a band below, it goes around
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}m-6 -3l6 3l-6 3`;
}

function box({ id, lines, fill }: GraphNode, { x, y }: Corner): string {
  const texts = lines.map((line, idx) => {
    const weight = idx === 0 ? ' font-weight="bold"' : "";
    return `<text x="${x + 8}" y="${y + 14 + 13 * idx}"${weight}>${escape(cut(line))}</text>`;
  });
  return (
    `<g><title>${escape(`${id}\n${lines.join("\n")}`)}</title>` +
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="${fill}"/>` +
    `<g stroke="none">${texts.join("")}</g></g>`
  );
}

const cut = (text: string): string =>
  text.length > LINE_LENGTH ? `${text.slice(0, LINE_LENGTH - 1).toWellFormed()}…` : text;

const ENTITIES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/** Text that is well-formed in XML 1.0, which has no control characters. */
const escape = (text: string): string =>
  text
    .replaceAll(/[&<>"]/g, (character) => ENTITIES.get(character) ?? character)
    // oxlint-disable-next-line no-control-regex -- those are what XML can't have
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
