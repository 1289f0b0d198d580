import { ownValue } from "@longhaul/domain";

/** Reads the value at a path of keys in a phase's results, whose type isn't known here; undefined when there is none. */
export function readValue(source: unknown, ...path: readonly string[]): unknown {
  let value = source;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = ownValue(value as Readonly<Record<string, unknown>>, key);
  }
  return value;
}

/** Reads the number or text at a path of keys; null when there is none. */
export function readFigure(source: unknown, ...path: readonly string[]): number | string | null {
  const value = readValue(source, ...path);
  return typeof value === "number" || typeof value === "string" ? value : null;
}
