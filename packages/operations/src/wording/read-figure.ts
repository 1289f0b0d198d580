import { ownValue } from "@longhaul/domain";

/** What lies under a path of keys in the results of a phase, whose shape isn't known here; undefined where there is nothing. */
export function readValue(source: unknown, ...path: readonly string[]): unknown {
  let value = source;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = ownValue(value as Readonly<Record<string, unknown>>, key);
  }
  return value;
}

/** The number or text under a path of keys, or null where there is none. */
export function readFigure(source: unknown, ...path: readonly string[]): number | string | null {
  const value = readValue(source, ...path);
  return typeof value === "number" || typeof value === "string" ? value : null;
}
