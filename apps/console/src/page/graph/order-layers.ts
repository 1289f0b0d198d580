interface Link {
  readonly from: number;
  readonly to: number;
}

/**
 * Nodes by layer, in an order that crosses few links: each layer in turn is sorted by the mean place of its neighbours in the
 * layer before, down and up again.
 */
export function orderLayers(layerOf: readonly number[], links: readonly Link[], sweeps: number): number[][] {
  const layers: number[][] = Array.from({ length: Math.max(-1, ...layerOf) + 1 }, () => []);
  for (const [node, layer] of layerOf.entries()) layers[layer]?.push(node);
  const above = neighbours(links, "to", "from");
  const below = neighbours(links, "from", "to");
  const place = new Float64Array(layerOf.length);
  const number = (layer: readonly number[]): void => {
    for (const [idx, node] of layer.entries()) place[node] = layer.length === 1 ? 0.5 : idx / (layer.length - 1);
  };
  layers.forEach(number);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    const near = isDown ? above : below;
    for (const layer of isDown ? layers : layers.toReversed()) {
      const means = new Map(layer.map((node) => [node, meanOf(near.get(node) ?? [], place) ?? place[node] ?? 0]));
      layer.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
      number(layer);
    }
  }
  return layers;
}

/** Neighbours of each node on one side. */
export function neighbours(links: readonly Link[], key: keyof Link, other: keyof Link): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const link of links) {
    const list = found.get(link[key]);
    if (list === undefined) found.set(link[key], [link[other]]);
    else list.push(link[other]);
  }
  return found;
}

/** The mean place of some nodes; null of none. */
export function meanOf(nodes: readonly number[], place: ArrayLike<number>): number | null {
  if (nodes.length === 0) return null;
  let sum = 0;
  for (const node of nodes) sum += place[node] ?? 0;
  return sum / nodes.length;
}
