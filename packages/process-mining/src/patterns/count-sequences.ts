import { Pacer } from "@longhaul/domain";
import type { EventLog, RunOptions } from "@longhaul/event-log";
import type { Variants } from "../graph/variants.ts";

/** A sequence of activities that directly follow each other, and the cases that contain it. */
export interface CountedSequence {
  readonly activities: readonly number[];
  readonly cases: number;
}

interface Level {
  /** Sequence number at each position of each variant (by the row of the variant's case), -1 = none is tracked. */
  readonly at: Int32Array;
  readonly sequences: CountedSequence[];
}

/**
 * Counts the cases that contain each sequence of directly following activities, level by level: a sequence is counted
 * when the two that it consists of (without its last, without its first activity) occur in more than `rareCases` cases
 * (the downward closure of R. Agrawal and R. Srikant, "Mining Sequential Patterns", ICDE 1995, for gapless sequences).
 * What is left uncounted contains a counted rare sequence. Works on variants, not cases.
 *
 * @returns for each length from 1 to `longest` (index 0 is length 1), the sequences counted
 */
export async function countSequences(
  log: EventLog,
  variants: Variants,
  longest: number,
  rareCases: number,
  run: RunOptions,
): Promise<CountedSequence[][]> {
  const variantOffsets = new Uint32Array(variants.variantCount + 1);
  for (let variant = 0; variant < variants.variantCount; variant++) {
    const owner = variants.firstCases[variant] ?? 0;
    const length = (log.caseOffsets[owner + 1] ?? 0) - (log.caseOffsets[owner] ?? 0);
    variantOffsets[variant + 1] = (variantOffsets[variant] ?? 0) + length;
  }
  const levels: CountedSequence[][] = [];
  let previous: Level | null = null;
  for (let length = 1; length <= longest; length++) {
    const level = await countLevel(log, variants, variantOffsets, length, previous, rareCases, run);
    levels.push(level.sequences);
    run.onProgress?.(length / longest);
    if (level.sequences.length === 0) break;
    previous = level;
  }
  return levels;
}

async function countLevel(
  log: EventLog,
  variants: Variants,
  variantOffsets: Uint32Array,
  length: number,
  previous: Level | null,
  rareCases: number,
  run: RunOptions,
): Promise<Level> {
  const pacer = new Pacer({ signal: run.signal });
  const at = new Int32Array(variantOffsets.at(-1) ?? 0).fill(-1);
  const numbers = new Map<number, number>();
  const activities: number[][] = [];
  const cases: number[] = [];
  const lastVariant: number[] = [];
  const isCommon = (sequence: number): boolean => (previous?.sequences[sequence]?.cases ?? 0) > rareCases;
  for (let variant = 0; variant < variants.variantCount; variant++) {
    const firstRow = log.caseOffsets[variants.firstCases[variant] ?? 0] ?? 0;
    const from = variantOffsets[variant] ?? 0;
    const end = (variantOffsets[variant + 1] ?? 0) - length + 1;
    if (pacer.advance(end - from)) await pacer.pause();
    for (let place = from; place < end; place++) {
      const row = firstRow + place - from;
      const last = log.activity[row + length - 1] ?? 0;
      let key = last;
      let prefix = -1;
      if (previous !== null) {
        prefix = previous.at[place] ?? -1;
        const suffix = previous.at[place + 1] ?? -1;
        if (prefix < 0 || suffix < 0 || !isCommon(prefix) || !isCommon(suffix)) continue;
        key = prefix * log.activities.length + last;
      }
      let number = numbers.get(key);
      if (number === undefined) {
        number = activities.length;
        numbers.set(key, number);
        activities.push([...(previous?.sequences[prefix]?.activities ?? []), last]);
        cases.push(0);
        lastVariant.push(-1);
      }
      at[place] = number;
      if (lastVariant[number] === variant) continue;
      lastVariant[number] = variant;
      cases[number] = (cases[number] ?? 0) + (variants.counts[variant] ?? 0);
    }
  }
  return { at, sequences: activities.map((list, number) => ({ activities: list, cases: cases[number] ?? 0 })) };
}
