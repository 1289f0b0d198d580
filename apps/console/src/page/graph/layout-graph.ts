import { orderLayers } from "./order-layers.ts";
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
/** Above this many nodes of a layer, ordering costs more than it shows. */
const SWEEPS = 6;

/**
 * Layered layout (Sugiyama, Tagawa and Toda 1981): edges that go back are turned, nodes get layers by their longest way, long
 * edges get a node in each layer that they cross, layers are ordered by the means of their neighbours, and nodes move towards
 * these means as far as those beside them allow.
 */
export function layoutGraph(sizes: readonly NodeSize[], edges: readonly Edge[], roots: readonly number[] = []): Layout {
  const forward = turnBackEdges(sizes.length, edges, roots);
  const layerOf = longestWays(sizes.length, forward);
  const widths = sizes.map(({ width }) => width);
  const chains: number[][] = [];
  const links: Edge[] = [];
  for (const { from, to } of forward) {
    const chain = [from];
    for (let layer = (layerOf[from] ?? 0) + 1; layer < (layerOf[to] ?? 0); layer++) {
      chain.push(widths.length);
      layerOf.push(layer);
      widths.push(10);
    }
    if (from !== to) chain.push(to);
    for (const [idx, node] of chain.entries()) if (idx > 0) links.push({ from: chain[idx - 1] ?? 0, to: node });
    chains.push(chain);
  }
  const layers = orderLayers(layerOf, links, SWEEPS);
  const xs = placeInLayers(layers, links, widths);
  const layerHeights = layers.map((layer) => Math.max(0, ...layer.map((node) => sizes[node]?.height ?? 0)));
  const tops: number[] = [];
  let height = 0;
  for (const layerHeight of layerHeights) {
    tops.push(height + layerHeight / 2);
    height += layerHeight + LAYER_GAP;
  }
  const pointOf = (node: number): Point => ({ x: xs[node] ?? 0, y: tops[layerOf[node] ?? 0] ?? 0 });
  return {
    nodes: sizes.map((_, node) => pointOf(node)),
    edges: edges.map(({ from }, idx) => {
      const chain = (chains[idx] ?? []).map(pointOf);
      return (chains[idx] ?? [])[0] === from ? chain : chain.toReversed();
    }),
    width: Math.max(0, ...widths.map((width, node) => (xs[node] ?? 0) + width / 2)),
    height: Math.max(0, height - LAYER_GAP),
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

/** Of each node the number of edges of the longest way to it. Edges have no cycle but those of one node. */
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
