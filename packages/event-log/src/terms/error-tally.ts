import { storableText } from "@longhaul/domain";
import type { Excess } from "./import-bounds.ts";
import type { ImportErrorExample, ImportErrorSummary, ImportErrorType } from "./import-error.ts";

export const maxExamples = 10;
/** Records of one error that are kept with their places. */
export const MAX_LISTED_ROWS = 10_000;
/** Longest value of the file in a report. */
export const MAX_VALUE_LENGTH = 200;

interface TallyEntry {
  readonly type: ImportErrorType;
  readonly resolved: boolean;
  count: number;
  readonly listed: ImportErrorExample[];
}

/** Counts errors by type and keeps where the first of each are. */
export class ErrorTally {
  readonly #entries = new Map<string, TallyEntry>();

  add(type: ImportErrorType, example: ImportErrorExample, resolved = false): void {
    this.addMany(type, 1, [example], resolved);
  }

  /** A record left out because it, or a value of it, is too long. */
  addExcess({ type, index, value }: Excess, place: ImportErrorExample, columns: readonly string[]): void {
    const column = index === undefined ? undefined : columns[index];
    this.add(type, { ...place, ...(column === undefined ? {} : { column }), value });
  }

  addMany(type: ImportErrorType, count: number, examples: readonly ImportErrorExample[], resolved = false): void {
    if (count === 0) return;
    const key = `${type}/${resolved}`;
    const entry = this.#entries.get(key) ?? { type, resolved, count: 0, listed: [] };
    this.#entries.set(key, entry);
    entry.count += count;
    for (const example of examples) {
      if (entry.listed.length >= MAX_LISTED_ROWS) break;
      entry.listed.push(example.value === undefined ? example : { ...example, value: shortValue(example.value) });
    }
  }

  has(type: ImportErrorType): boolean {
    return this.#entries.has(`${type}/true`) || this.#entries.has(`${type}/false`);
  }

  /** Number of errors that were not repaired. */
  get unresolved(): number {
    let sum = 0;
    for (const entry of this.#entries.values()) if (!entry.resolved) sum += entry.count;
    return sum;
  }

  summaries(): ImportErrorSummary[] {
    return this.entries().map(({ listed, ...entry }) => ({ ...entry, examples: listed.slice(0, maxExamples) }));
  }

  /** Each type with the places of its first records. */
  entries(): readonly Readonly<TallyEntry>[] {
    return [...this.#entries.values()];
  }
}

/** A value of a file as reports show it: cut, and as text that any store can keep. */
export const shortValue = (value: string): string => storableText(value.slice(0, MAX_VALUE_LENGTH));
