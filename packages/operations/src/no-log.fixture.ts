import type { PhaseLog } from "./phase-context.ts";

/** For phases whose log nobody reads. */
export const NO_LOG: PhaseLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
