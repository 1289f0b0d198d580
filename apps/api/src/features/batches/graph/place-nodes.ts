import { topologicalOrder, type Dependencies } from "@longhaul/domain";

/** Where a node stands: counted in columns from the left and rows from the top. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** Rows of a column, columns of a band: a layer that is larger takes several columns, a graph that is longer several bands. */
const MAX_ROWS = 32;
const MAX_COLUMNS = 32;
const SWEEPS = 6;
const BAND_GAP = 1.5;

/**
 * Places the nodes of a graph in layers, dependencies to the left of what depends on them (Sugiyama, Tagawa & Toda,
 * 1981): layers by the longest path, the order within a layer by the mean place of neighbours, swept to and fro a few
 * times. Edges over several layers get no places of their own, so that the cost is linear in nodes and edges.
 */
export function placeNodes(dependsOn: Dependencies): Place[] {
  const columns = orderedLayers(dependsOn).flatMap((layer) => {
    const count = Math.ceil(layer.length / MAX_ROWS);
    const height = Math.ceil(layer.length / count);
    return Array.from({ length: count }, (_, idx) => layer.slice(idx * height, (idx + 1) * height));
  });
  const places: Place[] = dependsOn.map(() => ({ column: 0, row: 0 }));
  const width = Math.ceil(columns.length / Math.ceil(columns.length / MAX_COLUMNS));
  let top = 0;
  for (let begin = 0; begin < columns.length; begin += width) {
    const band = columns.slice(begin, begin + width);
    const height = Math.max(...band.map((column) => column.length));
    for (const [idx, column] of band.entries()) {
      const above = top + (height - column.length) / 2;
      for (const [row, node] of column.entries()) places[node] = { column: idx, row: above + row };
    }
    top += height + BAND_GAP;
  }
  return places;
}

function orderedLayers(dependsOn: Dependencies): number[][] {
  const dependents = dependsOn.map((): number[] => []);
  for (const [node, dependencies] of dependsOn.entries())
    for (const dependency of dependencies) dependents[dependency]?.push(node);
  const layers = layersOf(dependsOn);
  // From 0, the first of its layer, to 1, the last: comparable between layers of different sizes.
  const height = new Float64Array(dependsOn.length);
  const settle = (layer: readonly number[]): void => {
    for (const [idx, node] of layer.entries()) height[node] = (idx + 0.5) / layer.length;
  };
  layers.forEach(settle);
  const meanOf = (neighbours: readonly number[], own: number): number =>
    neighbours.length === 0
      ? own
      : neighbours.reduce((sum, neighbour) => sum + (height[neighbour] ?? 0), 0) / neighbours.length;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    for (const layer of isForward ? layers : layers.toReversed()) {
      const neighbours = isForward ? dependsOn : dependents;
      const mean = new Map(layer.map((node) => [node, meanOf(neighbours[node] ?? [], height[node] ?? 0)]));
      layer.sort((a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0));
      settle(layer);
    }
  }
  return layers;
}

/** Nodes by the length of the longest path to them. */
function layersOf(dependsOn: Dependencies): number[][] {
  const depth = new Int32Array(dependsOn.length);
  const layers: number[][] = [];
  for (const node of topologicalOrder(dependsOn) ?? []) {
    const own = (dependsOn[node] ?? []).reduce((most, dependency) => Math.max(most, (depth[dependency] ?? 0) + 1), 0);
    depth[node] = own;
    (layers[own] ??= []).push(node);
  }
  return layers;
}
