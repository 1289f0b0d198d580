import { orderLayers, type Links } from "./order-layers.ts";
import { placeInLayers } from "./place-in-layers.ts";

/** A node's size in, its place out. */
export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A drawing from top to bottom: centres of nodes, and points that each edge goes through. */
export interface Layout {
  readonly nodes: readonly Point[];
  readonly edges: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

interface Edge {
  readonly from: number;
  readonly to: number;
}

const LAYER_GAP = 46;
const BEND_WIDTH = 10;
const SWEEPS = 6;
const ROUNDS = 10;
/** With more bends than these, edges bend in every second, third … layer that they cross, so that a layout takes less than a second. */
const MOST_BENDS = 100_000;

/**
 * Layered layout (Sugiyama, Tagawa and Toda 1981): edges that go back are turned, nodes get layers by their longest way, long
 * edges get a node in the layers that they cross, layers are ordered by the means of their neighbours, and nodes move towards
 * these means as far as those beside them allow.
 */
export function layoutGraph(sizes: readonly NodeSize[], edges: readonly Edge[], roots: readonly number[] = []): Layout {
  const forward = turnBackEdges(sizes.length, edges, roots);
  const layers = longestWays(sizes.length, forward);
  const { layerOf, links, chains } = splitLongEdges(layers, forward);
  const widths = new Float64Array(layerOf.length).fill(BEND_WIDTH);
  for (const [node, { width }] of sizes.entries()) widths[node] = width;
  const ordered = orderLayers(layerOf, links, SWEEPS);
  const xs = placeInLayers(ordered, links, widths, ROUNDS);
  const tops: number[] = [];
  let height = 0;
  for (const layer of ordered) {
    const layerHeight = layer.reduce((most, node) => Math.max(most, sizes[node]?.height ?? 0), 0);
    tops.push(height + layerHeight / 2);
    height += layerHeight + LAYER_GAP;
  }
  const pointOf = (node: number): Point => ({ x: xs[node] ?? 0, y: tops[layerOf[node] ?? 0] ?? 0 });
  return {
    nodes: sizes.map((_, node) => pointOf(node)),
    edges: edges.map(({ from }, idx) => {
      const chain = chains(idx);
      const points = Array.from(chain, pointOf);
      return chain[0] === from ? points : points.toReversed();
    }),
    width: xs.reduce((most, x, node) => Math.max(most, x + (widths[node] ?? 0) / 2), 0),
    height: Math.max(0, height - LAYER_GAP),
  };
}

/** Gives long edges a node in each layer that they cross, or in every n-th, as many as there may be. `chains` gives the nodes of an edge, from its beginning to its end. */
function splitLongEdges(
  layers: readonly number[],
  edges: readonly Edge[],
): {
  readonly layerOf: Int32Array;
  readonly links: Links;
  readonly chains: (edge: number) => readonly number[];
} {
  const crossed = edges.map(({ from, to }) => Math.max(0, (layers[to] ?? 0) - (layers[from] ?? 0)));
  const stride = Math.ceil(Math.max(1, crossed.reduce((sum, count) => sum + Math.max(0, count - 1), 0) / MOST_BENDS));
  const spans = crossed.map((count) => Math.ceil(count / stride));
  const linkCount = spans.reduce((sum, span) => sum + span, 0);
  const bendCount = spans.reduce((sum, span) => sum + Math.max(0, span - 1), 0);
  const layerOf = new Int32Array(layers.length + bendCount);
  layerOf.set(layers);
  const [from, to] = [new Int32Array(linkCount), new Int32Array(linkCount)];
  const firstBends = new Int32Array(edges.length);
  let bend = layers.length;
  let link = 0;
  for (const [idx, edge] of edges.entries()) {
    firstBends[idx] = bend;
    let before = edge.from;
    for (let step = 1; step <= (spans[idx] ?? 0); step++) {
      const isLast = step === spans[idx];
      const node = isLast ? edge.to : bend++;
      if (!isLast) layerOf[node] = (layers[edge.from] ?? 0) + step * stride;
      from[link] = before;
      to[link++] = node;
      before = node;
    }
  }
  return {
    layerOf,
    links: { from, to },
    chains(idx) {
      const { from: first, to: last } = edges[idx] ?? { from: 0, to: 0 };
      if (first === last) return [first];
      const bends = Math.max(0, (spans[idx] ?? 0) - 1);
      return [first, ...Array.from({ length: bends }, (_, at) => (firstBends[idx] ?? 0) + at), last];
    },
  };
}

/** The edges with those turned that lead back to a node that is still being visited (depth first, from the roots). */
function turnBackEdges(nodes: number, edges: readonly Edge[], roots: readonly number[]): readonly Edge[] {
  const leaving = Map.groupBy(edges.keys(), (idx) => edges[idx]?.from);
  const state = new Uint8Array(nodes);
  const turned = new Set<number>();
  for (const root of [...roots, ...Array.from({ length: nodes }, (_, idx) => idx)]) {
    if (state[root] !== 0) continue;
    state[root] = 1;
    const stack = [{ node: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const idx = leaving.get(top.node)?.[top.next++];
      if (idx === undefined) {
        state[top.node] = 2;
        stack.pop();
        continue;
      }
      const to = edges[idx]?.to ?? 0;
      if (state[to] === 1) turned.add(idx);
      else if (state[to] === 0) {
        state[to] = 1;
        stack.push({ node: to, next: 0 });
      }
    }
  }
  return edges.map((edge, idx) => (turned.has(idx) ? { from: edge.to, to: edge.from } : edge));
}

/** For each node, the number of edges of the longest path to it. Edges have no cycles except loops. */
function longestWays(nodes: number, edges: readonly Edge[]): number[] {
  const open = new Int32Array(nodes);
  const real = edges.filter(({ from, to }) => from !== to);
  for (const { to } of real) open[to] = (open[to] ?? 0) + 1;
  const leaving = Map.groupBy(real, ({ from }) => from);
  const layers = Array.from({ length: nodes }, () => 0);
  const ready = layers.flatMap((_, node) => (open[node] === 0 ? [node] : []));
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const { to } of leaving.get(node) ?? []) {
      layers[to] = Math.max(layers[to] ?? 0, (layers[node] ?? 0) + 1);
      const left = (open[to] ?? 0) - 1;
      open[to] = left;
      if (left === 0) ready.push(to);
    }
  }
  return layers;
}
