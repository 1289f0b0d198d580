import { storableJson, storableText } from "@longhaul/domain";

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
