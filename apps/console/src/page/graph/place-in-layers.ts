import { meanOf, neighbours } from "./order-layers.ts";

const GAP = 26;
const ROUNDS = 10;

/**
 * Where each node's centre is across its layer: as near to the mean of its neighbours as the order of its layer and the gap to
 * those beside it allow. From 0 on.
 */
export function placeInLayers(
  layers: readonly (readonly number[])[],
  links: readonly { readonly from: number; readonly to: number }[],
  widths: readonly number[],
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
  const above = neighbours(links, "to", "from");
  const below = neighbours(links, "from", "to");
  for (let round = 0; round < ROUNDS; round++) {
    for (const layer of round % 2 === 0 ? layers : layers.toReversed()) {
      const near = round % 2 === 0 ? above : below;
      const wished = layer.map((node) => meanOf(near.get(node) ?? [], xs) ?? xs[node] ?? 0);
      const settled = keepApart(layer, wished, widths);
      for (const [idx, node] of layer.entries()) xs[node] = settled[idx] ?? 0;
    }
  }
  let left = Infinity;
  for (const [node, width] of widths.entries()) left = Math.min(left, (xs[node] ?? 0) - width / 2);
  return xs.map((x) => x - left);
}

/** The places nearest to what is wished (least squares) that keep the order and the gaps: blocks that collide are joined. */
function keepApart(layer: readonly number[], wished: readonly number[], widths: readonly number[]): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const [idx, node] of layer.entries()) {
    const before = layer[idx - 1];
    if (before !== undefined) offset += (widths[before] ?? 0) / 2 + GAP + (widths[node] ?? 0) / 2;
    offsets.push(offset);
  }
  const blocks: { sum: number; count: number }[] = [];
  for (const [idx, wish] of wished.entries()) {
    let block = { sum: wish - (offsets[idx] ?? 0), count: 1 };
    for (
      let last = blocks.at(-1);
      last !== undefined && last.sum / last.count > block.sum / block.count;
      last = blocks.at(-1)
    ) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks
    .flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
    .map((x, idx) => x + (offsets[idx] ?? 0));
}
