import { isMissingWord } from "../text/missing-words.ts";
import { momentOf } from "../time/read-time.ts";
import { scanSampled } from "../time/scan-time.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";

/** What the sample shows about a column, with values as numbers of their texts. */
export interface ColumnFacts {
  readonly name: string;
  readonly time: DetectedTimeFormat | null;
  /** Number of each row's value, -1 where it has none. */
  readonly codes: Int32Array;
  readonly filled: number;
  readonly distinct: number;
  /** The first of its distinct values, by number. */
  readonly words: readonly string[];
  /** Share of the values with a letter, and of those that are numbers with a fraction. */
  readonly letters: number;
  readonly fractions: number;
  /** Seconds since 1970, NaN where a value is none; null for columns of no times. */
  readonly seconds: Float64Array | null;
}

/** Bounds what weighing every pair of columns costs. */
const maxRows = 4000;
/** Columns of more values are no life cycle. */
const maxWords = 20;

export function columnFacts(
  names: readonly string[],
  times: readonly (DetectedTimeFormat | null)[],
  rows: readonly (readonly (string | null)[])[],
): ColumnFacts[] {
  const sample = rows.slice(0, maxRows);
  return names.map((name, index) => {
    const numbers = new Map<string, number>();
    const codes = new Int32Array(sample.length).fill(-1);
    for (const [at, row] of sample.entries()) {
      const value = row[index]?.trim();
      if (value === undefined || value === "" || isMissingWord(value)) continue;
      const code = numbers.get(value) ?? numbers.size;
      numbers.set(value, code);
      codes[at] = code;
    }
    const values = [...numbers.keys()];
    const time = times[index] ?? null;
    return {
      name,
      time,
      codes,
      filled: codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0),
      distinct: values.length,
      words: values.slice(0, maxWords),
      letters: shareOf(values, (value) => /\p{L}/u.test(value)),
      fractions: shareOf(values, (value) => /^[-+]?\d*[.,]0*[1-9]\d*$/.test(value)),
      seconds: time === null || time.kind === "clock" ? null : secondsOf(sample, index, time),
    };
  });
}

const shareOf = (values: readonly string[], is: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter((value) => is(value)).length / values.length;

function secondsOf(
  rows: readonly (readonly (string | null)[])[],
  index: number,
  { format }: DetectedTimeFormat,
): Float64Array {
  return Float64Array.from(rows, (row) => {
    const text = row[index];
    if (text === null || text === undefined) return Number.NaN;
    const scanned = format.given?.read(text) ?? scanSampled(text);
    const moment = scanned === null ? null : momentOf(scanned, format.rule);
    return moment === null ? Number.NaN : moment.seconds + moment.nanos / 1e9;
  });
}

/** A time column that isn't a trace attribute. */
export const isTime = ({ time, name }: ColumnFacts): boolean =>
  time !== null && time.kind !== "clock" && !/^(?:case:|@@)/i.test(name);
