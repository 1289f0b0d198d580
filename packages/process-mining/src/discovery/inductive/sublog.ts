/**
 * A multiset of traces as a map from trace to occurrences. A trace is a string of activity numbers as UTF-16 units: so
 * it is its own key, and slices are cheap. Activities are numbered by name, below 65,536.
 */
export type Sublog = ReadonlyMap<string, number>;

export class SublogBuilder {
  readonly #traces = new Map<string, number>();

  add(trace: string, count: number): void {
    this.#traces.set(trace, (this.#traces.get(trace) ?? 0) + count);
  }

  build(): Sublog {
    return this.#traces;
  }
}

/** Occurrences of all traces together. */
export function totalCount(log: Sublog): number {
  let total = 0;
  for (const count of log.values()) total += count;
  return total;
}
