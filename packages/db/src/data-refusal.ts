import { UnstorableValueError } from "@longhaul/domain";

/** Longest reason that is returned. */
const MAX_REASON = 300;

/** Why the database refused a statement for the data in it, for whoever gave the data; null when it failed for another reason. */
export function dataRefusal(err: unknown): string | null {
  if (!(err instanceof Error) || !isDataRefusal(err)) return null;
  // Constraints and tables are our own matter.
  if ("code" in err && String(err.code).startsWith("23")) return "a value is missing or outside of its range";
  return err.message.length > MAX_REASON ? `${err.message.slice(0, MAX_REASON)}…` : err.message;
}

/**
 * Whether the database refused a statement for the data in it: the same statement would be refused again. By SQLSTATE:
 * data exceptions, limits of the program (too long, too deep), a value that is missing, a value that a check forbids. Other
 * broken constraints are not among them: a row that is there already, or one that is gone, is a race or a bug.
 */
export function isDataRefusal(err: unknown): boolean {
  if (err instanceof UnstorableValueError) return true;
  if (!(err instanceof Error && "severity" in err && "code" in err && typeof err.code === "string")) return false;
  if (/^(22|54)/.test(err.code) || err.code === "23502" || err.code === "23514") return true;
  // What is too large for Postgres to read at all has no code of its own.
  return err.code === "XX000" && err.message.startsWith("invalid memory alloc request size");
}
