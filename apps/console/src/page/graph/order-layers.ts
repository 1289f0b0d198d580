/** Links between nodes of neighbouring layers, as columns: `from` has the upper nodes, `to` the lower ones. */
export interface Links {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** The neighbours of each node on one side. Those of `node` are `nodes[starts[node]]` up to, not including, `nodes[starts[node + 1]]`. */
export interface Neighbours {
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
}

/** A place in a layer and a mean are packed into one number, so that sorting compares plain numbers. */
const PLACES = 2 ** 20;
const STEPS = 2 ** 31;

/**
 * Orders the nodes of each layer so that few links cross. A sweep goes through the layers, down and then up, and sorts each by
 * the mean place of its nodes' neighbours in the previous layer.
 */
export function orderLayers(layerOf: Int32Array, links: Links, sweeps: number): Int32Array[] {
  const layers = nodesByLayer(layerOf);
  const above = neighbours(layerOf.length, links.to, links.from);
  const below = neighbours(layerOf.length, links.from, links.to);
  const place = new Float64Array(layerOf.length);
  const number = (layer: Int32Array): void => {
    for (let idx = 0; idx < layer.length; idx++)
      place[layer[idx] ?? 0] = layer.length === 1 ? 0.5 : idx / (layer.length - 1);
  };
  layers.forEach(number);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    const near = isDown ? above : below;
    for (const layer of isDown ? layers : layers.toReversed()) {
      const keys = new Float64Array(layer.length);
      for (let idx = 0; idx < layer.length; idx++) {
        const node = layer[idx] ?? 0;
        keys[idx] = Math.round(meanOf(near, node, place, place[node] ?? 0) * STEPS) * PLACES + idx;
      }
      keys.sort();
      layer.set(Int32Array.from(keys, (key) => layer[key % PLACES] ?? 0));
      number(layer);
    }
  }
  return layers;
}

function nodesByLayer(layerOf: Int32Array): Int32Array[] {
  const counts = new Int32Array(layerOf.reduce((most, layer) => Math.max(most, layer), -1) + 1);
  for (const layer of layerOf) counts[layer] = (counts[layer] ?? 0) + 1;
  const layers = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (let node = 0; node < layerOf.length; node++) {
    const layer = layerOf[node] ?? 0;
    const idx = counts[layer] ?? 0;
    (layers[layer] ?? counts)[idx] = node;
    counts[layer] = idx + 1;
  }
  return layers;
}

/** Groups `others` by the node in `keys` at the same index. */
export function neighbours(count: number, keys: Int32Array, others: Int32Array): Neighbours {
  const starts = new Int32Array(count + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  for (let node = 0; node < count; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const nodes = new Int32Array(keys.length);
  for (let idx = 0; idx < keys.length; idx++) {
    const key = keys[idx] ?? 0;
    const at = next[key] ?? 0;
    nodes[at] = others[idx] ?? 0;
    next[key] = at + 1;
  }
  return { starts, nodes };
}

/** The mean place of a node's neighbours; `otherwise` where it has none. */
export function meanOf({ starts, nodes }: Neighbours, node: number, place: Float64Array, otherwise: number): number {
  const [start, end] = [starts[node] ?? 0, starts[node + 1] ?? 0];
  if (start === end) return otherwise;
  let sum = 0;
  for (let at = start; at < end; at++) sum += place[nodes[at] ?? 0] ?? 0;
  return sum / (end - start);
}
