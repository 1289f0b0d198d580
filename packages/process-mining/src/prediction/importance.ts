import { seededRandom, type Pacer } from "@longhaul/domain";
import type { Feature } from "./feature.ts";
import type { PrefixTable } from "./prefix-table.ts";
import { shuffle } from "../numbers/shuffle.ts";

/** How much a model's predictions owe to one of its inputs. */
export interface InputImportance {
  readonly input: string;
  /** By how much the error grows when the values of the input are exchanged between prefixes; 0 when it doesn't. */
  readonly errorGrows: number;
}

/** Prefixes on which it is measured. */
const MOST_ROWS = 600;

/**
 * Measures what each input is worth to a model by exchanging its values between test prefixes (L. Breiman, "Random
 * Forests", Machine Learning 45, 2001, section 10): all features of an input together, as one would be known without the
 * others. Features that the model didn't learn from aren't asked for.
 *
 * @param errorOf - mean error of the model on the rows of a table, which are given with it
 */
export async function measureImportance(
  table: PrefixTable,
  judged: Uint32Array,
  groups: readonly Feature["group"][],
  errorOf: (table: PrefixTable, rows: Uint32Array) => Promise<number>,
  seed: number,
  pacer: Pacer,
): Promise<InputImportance[]> {
  const random = seededRandom(seed);
  const rows = judged.slice();
  shuffle(rows, random, Math.min(MOST_ROWS, rows.length));
  const sample = rows.subarray(0, MOST_ROWS);
  const before = await errorOf(table, sample);
  const order = sample.slice();
  shuffle(order, random);
  const inputs = new Map<string, number[]>();
  for (const [index, { input, group }] of table.features.entries())
    if (groups.includes(group)) inputs.set(input, [...(inputs.get(input) ?? []), index]);
  const found: InputImportance[] = [];
  for (const [input, indexes] of inputs) {
    const columns = table.columns.slice();
    for (const index of indexes) columns[index] = exchanged(table.columns[index], sample, order);
    found.push({ input, errorGrows: Math.max(0, (await errorOf({ ...table, columns }, sample)) - before) });
    await pacer.pause();
  }
  return found.toSorted((a, b) => b.errorGrows - a.errorGrows || (a.input < b.input ? -1 : 1));
}

function exchanged(column: Float32Array = new Float32Array(), to: Uint32Array, from: Uint32Array): Float32Array {
  const values = column.slice();
  for (const [at, row] of to.entries()) values[row] = column[from[at] ?? 0] ?? 0;
  return values;
}
