const INDEX_BITS = 14;
const REGISTERS = 2 ** INDEX_BITS;
/** Rank of a 32-bit word without a 1. */
const MOST_RANK = 33;

/**
 * How many different numbers there are, within 2.5 % but for two times in a thousand, NaN aside: HyperLogLog (Flajolet et al. 2007),
 * whose registers are read as Ertl does (New Cardinality Estimation Algorithms for HyperLogLog Sketches, 2017), which is as good for
 * few numbers as for many.
 */
export function countAbout(values: Float64Array): number {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const registers = new Uint8Array(REGISTERS);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const low = words[2 * at] ?? 0;
    const high = words[2 * at + 1] ?? 0;
    const register = mixed(low ^ mixed(high)) >>> (32 - INDEX_BITS);
    const rank = Math.clz32(mixed(mixed(Math.imul(low, 0x9e3779b1)) + Math.imul(high, 0x85ebca77))) + 1;
    if (rank > (registers[register] ?? 0)) registers[register] = rank;
  }
  const counts = new Float64Array(MOST_RANK + 1);
  for (const rank of registers) counts[rank] = (counts[rank] ?? 0) + 1;
  let sum = REGISTERS * ofFull(1 - (counts[MOST_RANK] ?? 0) / REGISTERS);
  for (let rank = MOST_RANK - 1; rank > 0; rank--) sum = (sum + (counts[rank] ?? 0)) / 2;
  sum += REGISTERS * ofUnused((counts[0] ?? 0) / REGISTERS);
  return Math.round(REGISTERS ** 2 / (2 * Math.LN2 * sum));
}

/** What registers add that are as high as can be; `share` is that of the others. */
function ofFull(share: number): number {
  if (share === 0 || share === 1) return 0;
  let sum = 1 - share;
  for (let [before, root, weight] = [Number.NaN, share, 1]; before !== sum;) {
    root = Math.sqrt(root);
    weight /= 2;
    before = sum;
    sum -= (1 - root) ** 2 * weight;
  }
  return sum / 3;
}

/** What registers add that are unused. */
function ofUnused(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let sum = share;
  for (let [before, power, weight] = [Number.NaN, share, 1]; before !== sum;) {
    power *= power;
    before = sum;
    sum += power * weight;
    weight *= 2;
  }
  return sum;
}

/** The last steps of MurmurHash3, by which each bit comes to depend on all. */
function mixed(word: number): number {
  let mix = word ^ (word >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
