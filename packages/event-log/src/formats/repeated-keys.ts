import type { Doubt } from "../terms/doubt.ts";

/** So many records are looked at one by one; of those that follow, one in `STEP`. */
const FIRST = 1000;
const STEP = 16;
const POINTS = 5;

/** Texts of JSON, and whether they are keys. */
const TEXTS = /"((?:[^"\\]|\\.)*)"(\s*:)?/gs;

/**
 * Finds JSON objects that have a key twice (RFC 8259, 4: what that means is unknown): readers take the last value, and the
 * other ones are lost without a word.
 */
export class RepeatedKeys {
  #seen = 0;
  #count = 0;
  #first: { readonly key: string; readonly line: number } | null = null;

  /** @param value what the text of the record means, its repeated keys gone */
  look(text: string, value: unknown, line: number): void {
    if (this.#seen++ >= FIRST && this.#seen % STEP !== 0) return;
    const written = Array.from(text.matchAll(TEXTS), ([, key = "", colon]) =>
      colon === undefined ? [] : [key],
    ).flat();
    const left = keysOf(value);
    if (written.length === left.length) return;
    this.#count++;
    this.#first ??= { key: firstExtra(written, left), line };
  }

  doubts(): Doubt[] {
    if (this.#first === null) return [];
    const { key, line } = this.#first;
    return [
      {
        kind: "RepeatedKey",
        column: key,
        detail: `${this.#count} of the records looked at have a key more than once, such as ${JSON.stringify(key)} on line ${line}; the last value was taken and the others are lost. Export each key once in a record.`,
        count: this.#count,
        examples: [{ line, column: key }],
        points: POINTS,
      },
    ];
  }
}

/** The keys of an object and of all objects in it. */
function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

/** A key that is written more often than it is left. */
function firstExtra(written: readonly string[], left: readonly string[]): string {
  const counts = Map.groupBy(left, (key) => key);
  const seen = new Map<string, number>();
  for (const key of written) {
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times > 1 && times > (counts.get(key)?.length ?? 0)) return key;
  }
  return written[0] ?? "";
}
