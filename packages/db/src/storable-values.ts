import { storableJson, storableText, UnstorableValueError } from "@longhaul/domain";

/** Classes of SQLSTATE that say no to the data, and would again: data exceptions, broken constraints, limits of the server. */
const DATA_CLASSES = new Set(["22", "23", "54"]);

/**
 * Values of a statement as Postgres can keep them. All statements go through it: text of customers comes from their files
 * and requests, and any of it may hold what Postgres refuses. Objects become JSON; lists stay lists, which are arrays there.
 */
export const storableValues = (values: readonly unknown[]): unknown[] => values.map(storable);

function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null || value instanceof Date || ArrayBuffer.isView(value)) return value;
  return storableJson(value);
}

/** Whether the database refused a statement for the data in it: the same statement would be refused again. */
export function isDataRefusal(err: unknown): boolean {
  if (err instanceof UnstorableValueError) return true;
  return (
    err instanceof Error &&
    "severity" in err &&
    "code" in err &&
    typeof err.code === "string" &&
    DATA_CLASSES.has(err.code.slice(0, 2))
  );
}
