import type { ImportOptions } from "../terms/import-options.ts";

/**
 * Keeps progress from falling where a step is done twice, such as reading a file that a strict reader refuses, and drops
 * reports that come after the import was stopped.
 */
export function neverFalling(
  onProgress: ImportOptions["onProgress"],
  signal: AbortSignal,
): ImportOptions["onProgress"] {
  let reached = 0;
  return (progress) => {
    if (signal.aborted) return;
    reached = Math.max(reached, progress.fraction);
    onProgress({ ...progress, fraction: reached });
  };
}
