import { meanOf, neighbours, type Links } from "./order-layers.ts";

const GAP = 26;

/**
 * Where each node's centre is across its layer: as near to the mean of its neighbours as the order of its layer and the gap to
 * those beside it allow. From 0 on.
 */
export function placeInLayers(
  layers: readonly Int32Array[],
  links: Links,
  widths: Float64Array,
  rounds: number,
): Float64Array {
  const xs = new Float64Array(widths.length);
  for (const layer of layers) {
    let x = 0;
    for (const node of layer) {
      const width = widths[node] ?? 0;
      xs[node] = x + width / 2;
      x += width + GAP;
    }
    for (const node of layer) xs[node] = (xs[node] ?? 0) - x / 2;
  }
  const above = neighbours(widths.length, links.to, links.from);
  const below = neighbours(widths.length, links.from, links.to);
  const blocks = createBlocks(layers.reduce((most, layer) => Math.max(most, layer.length), 0));
  for (let round = 0; round < rounds; round++) {
    const near = round % 2 === 0 ? above : below;
    for (const layer of round % 2 === 0 ? layers : layers.toReversed())
      keepApart(layer, (node) => meanOf(near, node, xs, xs[node] ?? 0), widths, xs, blocks);
  }
  let left = Infinity;
  for (const [node, width] of widths.entries()) left = Math.min(left, (xs[node] ?? 0) - width / 2);
  return xs.map((x) => x - left);
}

/** Room for what a layer is made of, used again for each. */
const createBlocks = (size: number) => ({
  offsets: new Float64Array(size),
  sums: new Float64Array(size),
  counts: new Int32Array(size),
});

/** Finds the places nearest to the wanted ones (least squares) that keep the order and the gaps. Blocks that collide are joined. */
function keepApart(
  layer: Int32Array,
  wantedOf: (node: number) => number,
  widths: Float64Array,
  xs: Float64Array,
  { offsets, sums, counts }: ReturnType<typeof createBlocks>,
): void {
  let offset = 0;
  let blocks = 0;
  for (let idx = 0; idx < layer.length; idx++) {
    const node = layer[idx] ?? 0;
    if (idx > 0) offset += (widths[layer[idx - 1] ?? 0] ?? 0) / 2 + GAP + (widths[node] ?? 0) / 2;
    offsets[idx] = offset;
    let sum = wantedOf(node) - offset;
    let count = 1;
    while (blocks > 0 && (sums[blocks - 1] ?? 0) / (counts[blocks - 1] ?? 1) > sum / count) {
      blocks--;
      sum += sums[blocks] ?? 0;
      count += counts[blocks] ?? 0;
    }
    sums[blocks] = sum;
    counts[blocks] = count;
    blocks++;
  }
  let idx = 0;
  for (let block = 0; block < blocks; block++) {
    const x = (sums[block] ?? 0) / (counts[block] ?? 1);
    for (const end = idx + (counts[block] ?? 0); idx < end; idx++) xs[layer[idx] ?? 0] = x + (offsets[idx] ?? 0);
  }
}
