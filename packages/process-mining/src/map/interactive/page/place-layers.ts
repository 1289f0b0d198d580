import type { LayeredGraph } from "./order-layers.ts";

const SWEEPS = 16;

/**
 * Give each thing the middle of its place from left to right: as near to its neighbours as the order on its level and
 * the widths let it. `widths` holds how much room each needs, with the gap beside it.
 */
export function placeLayers(
  order: readonly (readonly number[])[],
  { above, below }: LayeredGraph,
  widths: readonly number[],
): number[] {
  const middles = widths.map(() => 0);
  for (const layer of order) settle(layer, packed(layer, widths), widths, middles);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    const neighbours = isDown ? above : below;
    for (const layer of isDown ? order : order.toReversed()) {
      const wanted = layer.map((thing) => {
        const near = neighbours[thing] ?? [];
        if (near.length === 0) return middles[thing] ?? 0;
        return near.reduce((sum, one) => sum + (middles[one] ?? 0), 0) / near.length;
      });
      settle(layer, wanted, widths, middles);
    }
  }
  const left = Math.min(0, ...order.flat().map((thing) => (middles[thing] ?? 0) - (widths[thing] ?? 0) / 2));
  return middles.map((middle) => middle - left);
}

/** One after the other, about zero. */
function packed(layer: readonly number[], widths: readonly number[]): number[] {
  const whole = layer.reduce((sum, thing) => sum + (widths[thing] ?? 0), 0);
  let left = -whole / 2;
  return layer.map((thing) => {
    const width = widths[thing] ?? 0;
    left += width;
    return left - width / 2;
  });
}

/**
 * The places nearest to those wanted, by least squares, at which nothing of a level overlaps: groups that would overlap
 * are pooled and take the mean of what they want (pool adjacent violators).
 */
function settle(layer: readonly number[], wanted: readonly number[], widths: readonly number[], middles: number[]) {
  let before = 0;
  const offsets = layer.map((thing, idx) => {
    const width = widths[thing] ?? 0;
    const offset = idx === 0 ? 0 : before + width / 2;
    before = offset + width / 2;
    return offset;
  });
  const pools: { sum: number; size: number }[] = [];
  offsets.forEach((offset, idx) => {
    let pool = { sum: (wanted[idx] ?? 0) - offset, size: 1 };
    for (
      let last = pools.at(-1);
      last !== undefined && last.sum / last.size >= pool.sum / pool.size;
      last = pools.at(-1)
    ) {
      pool = { sum: last.sum + pool.sum, size: last.size + pool.size };
      pools.pop();
    }
    pools.push(pool);
  });
  let at = 0;
  for (const { sum, size } of pools) {
    for (const end = at + size; at < end; at++) middles[layer[at] ?? 0] = sum / size + (offsets[at] ?? 0);
  }
}
