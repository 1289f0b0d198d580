/** A longer name isn't one that anybody reads; drawing and setting it would take minutes. */
export const MOST_OF_NAME = 10_000;

/** The same findings with texts of more than 10,000 characters cut, for pictures and reports; exports have them whole. */
export function withShortNames<T>(findings: T): T {
  return shortened(findings) as T;
}

function shortened(value: unknown): unknown {
  if (typeof value === "string") return value.length <= MOST_OF_NAME ? value : cut(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return mapped(value);
  const entries = Object.entries(value);
  const changed = entries.map(([key, inner]): [string, unknown] => [key, shortened(inner)]);
  return changed.every(([, inner], at) => inner === entries[at]?.[1]) ? value : Object.fromEntries(changed);
}

/** The list itself where nothing in it is long. */
function mapped(list: readonly unknown[]): readonly unknown[] {
  const changed = list.map(shortened);
  return changed.every((one, at) => one === list[at]) ? list : changed;
}

/** Never within a character of two units. */
const cut = (text: string): string => `${text.slice(0, MOST_OF_NAME - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
