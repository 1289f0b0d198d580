import type { ImportErrorExample, ImportErrorSummary, ImportErrorType } from "./import-result.ts";

export const maxExamples = 10;
const maxValueLength = 200;

/** Counts errors by type and keeps the first few of each as examples. */
export class ErrorTally {
  readonly #entries = new Map<
    string,
    { type: ImportErrorType; resolved: boolean; count: number; examples: ImportErrorExample[] }
  >();

  add(type: ImportErrorType, example: ImportErrorExample, resolved = false): void {
    this.addMany(type, 1, [example], resolved);
  }

  addMany(type: ImportErrorType, count: number, examples: readonly ImportErrorExample[], resolved = false): void {
    if (count === 0) return;
    const key = `${type}/${resolved}`;
    const entry = this.#entries.get(key) ?? { type, resolved, count: 0, examples: [] };
    this.#entries.set(key, entry);
    entry.count += count;
    for (const example of examples) {
      if (entry.examples.length >= maxExamples) break;
      entry.examples.push(
        example.value === undefined ? example : { ...example, value: example.value.slice(0, maxValueLength) },
      );
    }
  }

  /** Number of errors that were not repaired. */
  get unresolved(): number {
    let sum = 0;
    for (const entry of this.#entries.values()) if (!entry.resolved) sum += entry.count;
    return sum;
  }

  summaries(): ImportErrorSummary[] {
    return [...this.#entries.values()].map((entry) => ({ ...entry }));
  }
}
