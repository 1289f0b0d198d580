import type { BatchOperationAnswer } from "@longhaul/contracts";
import type { Layout, Point } from "../../graph/layout-graph.ts";

/** What part of a layout is seen: `x` and `y` in pixels of the canvas. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const NODE = { width: 150, height: 40 } as const;

/** Below this scale names can't be read, and aren't drawn. */
const READABLE = 0.45;
const LETTERS = 19;
/** More of them are drawn without their bends where names can't be read, and not in every frame while the view moves. */
export const MANY_EDGES = 2_000;

/** Custom properties of the page that statuses are coloured by. */
const COLOURS: ReadonlyMap<string, string> = new Map([
  ["Running", "--running"],
  ["Completed", "--good"],
  ["Failed", "--bad"],
  ["Timeout", "--late"],
]);

/** A batch with the places of its parts. */
export interface DrawnBatch {
  readonly operations: readonly BatchOperationAnswer[];
  /** Places of the critical path's operations, from the first to the last. */
  readonly path: readonly number[];
  readonly layout: Layout;
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

/**
 * Draws a batch upon a canvas, leaving out what lies outside of it.
 * @param shown - the canvas in the page whose style it has, where that isn't the one drawn upon
 * @param size - of the canvas drawn upon, in pixels of the page
 */
export function drawBatch(
  canvas: HTMLCanvasElement,
  { operations, path, layout, edges }: DrawnBatch,
  { scale, x, y }: View,
  shown = canvas,
  size: Size = { width: canvas.clientWidth, height: canvas.clientHeight },
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const ratio = devicePixelRatio;
  canvas.width = size.width * ratio;
  canvas.height = size.height * ratio;
  const style = getComputedStyle(shown);
  const colour = (name: string): string => style.getPropertyValue(name);
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
  const seen = {
    left: -x / scale,
    top: -y / scale,
    right: (size.width - x) / scale,
    bottom: (size.height - y) / scale,
  };

  context.strokeStyle = resolved(shown, "--line-strong");
  context.lineWidth = Math.max(1, 0.6 / scale);
  context.globalAlpha = edges.length > 4_000 ? 0.25 : 0.7;
  const isFar = edges.length > MANY_EDGES && scale < READABLE;
  context.beginPath();
  for (let idx = 0; idx < edges.length; idx++) addEdge(context, layout.edges[idx] ?? [], seen, isFar);
  context.stroke();
  context.globalAlpha = 1;
  const follows = new Map(path.map((place, idx) => [place, path[idx + 1]]));
  context.strokeStyle = resolved(shown, "--accent");
  context.lineWidth = Math.max(3, 2.5 / scale);
  context.beginPath();
  for (const [idx, { from, to }] of edges.entries())
    if (follows.get(from) === to) addEdge(context, layout.edges[idx] ?? [], seen, false);
  context.stroke();

  context.font = `600 12px ${colour("font-family")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const surface = resolved(shown, "--surface");
  const text = resolved(shown, "--text");
  const named = new Map([...COLOURS].map(([status, name]) => [status, resolved(shown, name)]));
  const idle = resolved(shown, "--idle");
  for (const [idx, operation] of operations.entries()) {
    const place = layout.nodes[idx];
    if (place === undefined || place.x + NODE.width < seen.left || place.x - NODE.width > seen.right) continue;
    if (place.y + NODE.height < seen.top || place.y - NODE.height > seen.bottom) continue;
    const [left, top] = [place.x - NODE.width / 2, place.y - NODE.height / 2];
    const mark = named.get(operation.status) ?? idle;
    context.fillStyle = scale < READABLE ? mark : surface;
    context.strokeStyle = mark;
    context.lineWidth = operation.status === "Running" ? 3 : 1.5;
    context.beginPath();
    context.roundRect(left, top, NODE.width, NODE.height, 7);
    context.fill();
    context.stroke();
    if (scale < READABLE) continue;
    context.fillStyle = mark;
    context.fillRect(left + 8, top + NODE.height - 8, ((NODE.width - 16) * (operation.progress ?? 0)) / 100, 3);
    context.fillStyle = text;
    const { operationKey } = operation;
    context.fillText(
      operationKey.length > LETTERS ? `${operationKey.slice(0, LETTERS - 1)}…` : operationKey,
      place.x,
      place.y - 3,
    );
  }
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Seen {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Adds an edge to the path that is drawn, unless it lies outside of what is seen; from afar without its bends. */
function addEdge(context: CanvasRenderingContext2D, points: readonly Point[], seen: Seen, isStraight: boolean): void {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.y < seen.top || first.y > seen.bottom) return;
  if (Math.max(first.x, last.x) < seen.left && isStraight) return;
  if (Math.min(first.x, last.x) > seen.right && isStraight) return;
  context.moveTo(first.x, first.y + NODE.height / 2);
  for (let idx = 1; idx < points.length - 1 && !isStraight; idx++) {
    const point = points[idx] ?? first;
    context.lineTo(point.x, point.y);
  }
  context.lineTo(last.x, last.y - NODE.height / 2);
}

/** A custom property as a colour that a canvas takes: `light-dark()` is resolved by the browser alone. */
function resolved(canvas: HTMLCanvasElement, name: string): string {
  canvas.style.borderTopColor = `var(${name})`;
  return getComputedStyle(canvas).borderTopColor;
}

/** The node at a place of the canvas. */
export function nodeAt({ nodes }: Layout, { scale, x, y }: View, atX: number, atY: number): number | null {
  const [px, py] = [(atX - x) / scale, (atY - y) / scale];
  const found = nodes.findIndex(
    (node) => Math.abs(node.x - px) <= NODE.width / 2 && Math.abs(node.y - py) <= NODE.height / 2,
  );
  return found < 0 ? null : found;
}
