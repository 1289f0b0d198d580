/** The number or text under a path of keys, or null where there is none. */
export function readFigure(source: unknown, ...path: readonly string[]): number | string | null {
  let value = source;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === "number" || typeof value === "string" ? value : null;
}
