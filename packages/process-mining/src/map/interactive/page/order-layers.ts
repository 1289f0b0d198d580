/** Things on levels, each with its neighbours on the level above and on the one below. */
export interface LayeredGraph {
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
}

const SWEEPS = 12;

/**
 * Order each level so that few lines between levels cross: things go where the middle of their neighbours is, down and
 * up by turns; the order with the fewest crossings is kept (Sugiyama, Tagawa and Toda 1981).
 */
export function orderLayers(layers: readonly (readonly number[])[], graph: LayeredGraph): number[][] {
  let order = layers.map((layer) => [...layer]);
  let best = order;
  let fewest = countCrossings(order, graph);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    order = sweepOnce(order, isDown ? graph.above : graph.below, isDown);
    const crossings = countCrossings(order, graph);
    if (crossings < fewest) [best, fewest] = [order, crossings];
  }
  return best;
}

function sweepOnce(
  order: readonly (readonly number[])[],
  neighbours: readonly (readonly number[])[],
  isDown: boolean,
): number[][] {
  const sorted = order.map((layer) => [...layer]);
  const place = placesOf(sorted);
  const levels = isDown ? [...sorted.keys()] : [...sorted.keys()].toReversed();
  for (const level of levels) {
    const layer = sorted[level] ?? [];
    const middle = new Map(
      layer.map((thing, idx) => {
        const at = (neighbours[thing] ?? []).map((one) => place.get(one) ?? 0);
        return [thing, at.length === 0 ? idx : at.reduce((sum, one) => sum + one, 0) / at.length] as const;
      }),
    );
    const next = layer.toSorted((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
    sorted[level] = next;
    next.forEach((thing, idx) => place.set(thing, idx));
  }
  return sorted;
}

function placesOf(order: readonly (readonly number[])[]): Map<number, number> {
  return new Map(order.flatMap((layer) => layer.map((thing, idx) => [thing, idx] as const)));
}

/** Pairs of lines that cross, counted by a tree of sums (Barth, Jünger and Mutzel 2002). */
export function countCrossings(order: readonly (readonly number[])[], { below }: LayeredGraph): number {
  const place = placesOf(order);
  let crossings = 0;
  order.forEach((layer, level) => {
    const width = order[level + 1]?.length ?? 0;
    const sums = new Int32Array(width + 1);
    let lines = 0;
    for (const thing of layer) {
      const ends = (below[thing] ?? []).map((one) => place.get(one) ?? 0).toSorted((a, b) => a - b);
      for (const end of ends) {
        let notRight = 0;
        for (let at = end + 1; at > 0; at -= at & -at) notRight += sums[at] ?? 0;
        crossings += lines - notRight;
      }
      for (const end of ends) {
        lines++;
        for (let at = end + 1; at <= width; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
      }
    }
  });
  return crossings;
}
