import type { ImportOptions } from "../terms/import-options.ts";

/**
 * A step that is done twice, such as reading a file that a strict reader refuses, doesn't set progress back; what still
 * runs when the import is stopped tells nothing.
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
