import type { PhaseLog } from "./basics/phase-context.ts";

/** A log of phases that run without a worker, and what they said in it, as `level message`. */
export function recordLog(): { readonly log: PhaseLog; readonly logged: readonly string[] } {
  const logged: string[] = [];
  const method = (level: string) => (message: string) => void logged.push(`${level} ${message}`);
  return {
    log: { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") },
    logged,
  };
}
