import type { ImportErrorSummary } from "../terms/import-error.ts";

/** Sums the errors of two files by type; the examples are the later file's where it has the error. */
export function mergeErrors(
  base: readonly ImportErrorSummary[],
  added: readonly ImportErrorSummary[],
): ImportErrorSummary[] {
  const merged = new Map<string, ImportErrorSummary>();
  for (const error of [...base, ...added]) {
    const key = `${error.type} ${error.resolved}`;
    merged.set(key, { ...error, count: error.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}
