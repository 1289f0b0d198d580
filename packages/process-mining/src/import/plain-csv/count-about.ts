const INDEX_BITS = 14;
const REGISTERS = 2 ** INDEX_BITS;
/** Corrects the bias of the mean over so many registers. */
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/**
 * How many different numbers there are, within 2 % but for one time in a hundred, NaN aside: HyperLogLog (Flajolet et al. 2007),
 * with linear counting where few registers are used.
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
  let sum = 0;
  let unused = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) unused++;
  }
  const estimate = (ALPHA * REGISTERS * REGISTERS) / sum;
  return Math.round(estimate <= 2.5 * REGISTERS && unused > 0 ? REGISTERS * Math.log(REGISTERS / unused) : estimate);
}

/** The last steps of MurmurHash3, by which each bit comes to depend on all. */
function mixed(word: number): number {
  let mix = word ^ (word >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
