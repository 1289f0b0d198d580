import { PhaseError } from "@longhaul/operations/phase-context";
import type { ErrorTrace, TaskError } from "./protocol.ts";
import { isStorageFault } from "./storage-fault.ts";

const MAX_MESSAGE = 2000;
const MAX_STACK = 8000;
const MAX_CAUSES = 5;

/** Messages of Node, C++ and DuckDB when memory runs out. */
const NO_MEMORY = /^(?:Array buffer allocation failed|std::bad_alloc|Out of Memory Error)/;

/** Converts a thrown value into a task's failure. */
export function toTaskError(err: unknown): TaskError {
  const known = err instanceof PhaseError ? err : { code: "phase_failed", retryable: true };
  const trace = toTrace(err);
  return {
    code: known.code,
    message: trace.message,
    retryable: known.retryable,
    ...(NO_MEMORY.test(trace.message) ? { isMemoryFault: true } : {}),
    isStorageFault: isStorageFault(err),
    trace,
  };
}

/** Converts a thrown value for the log, with limited length and depth. */
export function toTrace(err: unknown, depth = 0): ErrorTrace {
  if (!(err instanceof Error)) return { name: typeof err, message: cut(String(err), MAX_MESSAGE) };
  return {
    name: err.name,
    message: cut(err.message, MAX_MESSAGE),
    ...(err.stack === undefined ? {} : { stack: cut(err.stack, MAX_STACK) }),
    ...(err.cause === undefined || depth === MAX_CAUSES ? {} : { cause: toTrace(err.cause, depth + 1) }),
  };
}

/** Cuts a text to at most `length` characters. */
export const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
