import type { Pacer } from "@longhaul/domain";
import { historyLength } from "./prefix-table.ts";
import type { PrefixTable } from "./prefix-table.ts";

/** A baseline's answer: the likeliest class and its share among what followed in training. */
export interface ClassGuess {
  readonly label: number;
  readonly probability: number;
}

/** What followed each context (the latest activities) in training, by class; rows count for their weights. */
export type FollowerCounts = ReadonlyMap<number, ReadonlyMap<number, number>>;

const codeRange = 256;
const rowsBetweenBreaths = 1024;

/** The context of a row: its latest `length` activities as one number. */
export function contextOf(table: PrefixTable, row: number, length: number): number {
  let key = 0;
  for (let back = 0; back < length; back++) key = key * codeRange + (table.columns[back]?.[row] ?? 0);
  return key;
}

/** Counts what followed each context, for context lengths 0 to `historyLength` (the index). */
export async function countFollowers(
  table: PrefixTable,
  weightOf: Float64Array,
  pacer: Pacer,
): Promise<FollowerCounts[]> {
  const byLength = Array.from({ length: historyLength + 1 }, () => new Map<number, Map<number, number>>());
  for (let row = 0; row < table.rowCount; row++) {
    if (row % rowsBetweenBreaths === 0) await pacer.pause();
    const weight = weightOf[row] ?? 0;
    if (weight === 0) continue;
    const label = table.nextClass[row] ?? -1;
    for (const [length, contexts] of byLength.entries()) {
      const key = contextOf(table, row, length);
      let followers = contexts.get(key);
      if (followers === undefined) contexts.set(key, (followers = new Map<number, number>()));
      followers.set(label, (followers.get(label) ?? 0) + weight);
    }
  }
  return byLength;
}

/** The most frequent follower of the longest context, of at most `longest` activities, that training has seen. */
export function guessFromContext(
  followersByLength: readonly FollowerCounts[],
  table: PrefixTable,
  row: number,
  longest: number,
): ClassGuess {
  for (let length = longest; length >= 0; length--) {
    const followers = followersByLength[length]?.get(contextOf(table, row, length));
    if (followers !== undefined) return mostFrequent(followers);
  }
  return { label: -1, probability: 0 };
}

function mostFrequent(followers: ReadonlyMap<number, number>): ClassGuess {
  let label = -1;
  let most = 0;
  let total = 0;
  for (const [candidate, count] of followers) {
    total += count;
    if (count > most || (count === most && candidate < label)) {
      most = count;
      label = candidate;
    }
  }
  return { label, probability: most / total };
}
