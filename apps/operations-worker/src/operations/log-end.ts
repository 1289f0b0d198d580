import type { LogWriter } from "./log-writer.ts";
import type { RunEnd } from "../context/run-end.ts";

/** Logs how a run ended, unless it completed: errors with their stack, of which clients see only the message. */
export function logEnd(logs: LogWriter, end: RunEnd): void {
  if (end.end === "crashed") {
    const why = end.isExhausted ? "it needed more memory than it was given" : end.exit;
    logs.note("error", end.phase, `the process of the phase died: ${why}`);
  }
  if (end.end !== "failed") return;
  const { code, message, isStorageFault, trace } = end.error;
  if (isStorageFault === true) logs.note("warn", end.phase, "storage was away; the phase is run again", trace);
  else logs.note("error", end.phase, `${code}: ${message}`, trace);
}
