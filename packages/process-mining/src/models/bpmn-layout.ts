import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { BpmnGraph, BpmnNodeKind } from "./bpmn-graph.ts";

/** Pixels, from the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface BpmnLayout {
  /** Top left corner and size of each node. */
  readonly boxes: readonly (Point & { readonly width: number; readonly height: number })[];
  /** Way of each flow: two points or more. */
  readonly ways: readonly (readonly Point[])[];
}

const SIZES: Readonly<Record<BpmnNodeKind, readonly [width: number, height: number]>> = {
  start: [36, 36],
  end: [36, 36],
  task: [120, 70],
  exclusive: [50, 50],
  parallel: [50, 50],
};
const PIXELS_PER_INCH = 72;
const MAX_DRAWN_FLOWS = 1_000;
const GRID = { columns: 12, width: 180, height: 130 };

/**
 * Places nodes and flows from left to right with Graphviz's dot (Gansner et al., 1993); beyond 1,000 flows, where that
 * would take minutes, on a grid with straight flows.
 */
export async function layoutBpmn(graph: BpmnGraph): Promise<BpmnLayout> {
  if (graph.flows.length > MAX_DRAWN_FLOWS) return gridLayout(graph);
  const graphviz = await Graphviz.load();
  return readPlain(graphviz.layout(sizedDot(graph), "plain", "dot"), graph);
}

function sizedDot({ nodes, flows }: BpmnGraph): string {
  const inches = (pixels: number) => (pixels / PIXELS_PER_INCH).toFixed(3);
  const boxes = nodes.map(({ kind }, node) => {
    const [width, height] = SIZES[kind];
    return `n${node} [width="${inches(width)}", height="${inches(height)}"];`;
  });
  const arrows = flows.map(([from, to]) => `n${from} -> n${to};`);
  return `digraph bpmn { graph [rankdir="LR", splines="polyline", nodesep="0.5", ranksep="0.7"]; node [shape="box", fixedsize="true", label=""]; ${boxes.join(" ")} ${arrows.join(" ")} }`;
}

/** Reads Graphviz's "plain" output: `graph scale width height`, `node name x y …`, `edge from to n x1 y1 …`, inches. */
function readPlain(plain: string, graph: BpmnGraph): BpmnLayout {
  let height = 0;
  const centres = new Map<string, Point>();
  const found = new Map<string, Point[][]>();
  const point = (x: string | undefined, y: string | undefined): Point => ({
    x: Number(x) * PIXELS_PER_INCH,
    y: (height - Number(y)) * PIXELS_PER_INCH,
  });
  for (const line of plain.split("\n")) {
    const [kind, a = "", b = "", c = "", ...rest] = line.split(" ");
    if (kind === "graph") height = Number(c);
    else if (kind === "node") centres.set(a, point(b, c));
    else if (kind === "edge") {
      const controls = Array.from({ length: Number(c) }, (_, at) => point(rest[2 * at], rest[2 * at + 1]));
      // Every third point of a Bézier curve lies on it.
      const way = controls.filter((_, at) => at % 3 === 0);
      found.set(`${a} ${b}`, [...(found.get(`${a} ${b}`) ?? []), way]);
    }
  }
  const boxes = graph.nodes.map(({ kind }, node) => {
    const [width, boxHeight] = SIZES[kind];
    const { x, y } = centres.get(`n${node}`) ?? { x: 0, y: 0 };
    return { x: x - width / 2, y: y - boxHeight / 2, width, height: boxHeight };
  });
  const ways = graph.flows.map(([from, to]) => {
    const way = found.get(`n${from} n${to}`)?.shift();
    return way !== undefined && way.length > 1 ? way : straight(boxes, from, to);
  });
  return { boxes, ways };
}

function gridLayout(graph: BpmnGraph): BpmnLayout {
  const boxes = graph.nodes.map(({ kind }, node) => {
    const [width, height] = SIZES[kind];
    return {
      x: (node % GRID.columns) * GRID.width + (GRID.width - width) / 2,
      y: Math.floor(node / GRID.columns) * GRID.height + (GRID.height - height) / 2,
      width,
      height,
    };
  });
  return { boxes, ways: graph.flows.map(([from, to]) => straight(boxes, from, to)) };
}

function straight(boxes: BpmnLayout["boxes"], from: number, to: number): Point[] {
  const middle = (node: number): Point => {
    const { x, y, width, height } = boxes[node] ?? { x: 0, y: 0, width: 0, height: 0 };
    return { x: x + width / 2, y: y + height / 2 };
  };
  return [middle(from), middle(to)];
}
