import { batchOperationSchema, batchRequestSchema, OPEN, sizeBoundsOf, type SizeBounds } from "@longhaul/contracts";
import { loadOperationRegistry } from "@longhaul/operations";
import type Joi from "joi";
import { expect, it } from "vitest";
import { listEndpoints } from "../../list-endpoints.ts";
import { namedSchemas } from "../../endpoints/named-schemas.ts";

const registry = await loadOperationRegistry();
const schemas: Readonly<Record<string, Joi.Schema>> = namedSchemas(registry);
const requests = new Map<string, Joi.Schema>([
  ["one operation of a batch", batchOperationSchema(registry.types, [])],
  ["a batch before its operations", batchRequestSchema([])],
]);
for (const { id, rawBody, body = rawBody, jsonBody, rawQuery, query = rawQuery } of listEndpoints(registry)) {
  const schema = body === undefined ? undefined : schemas[body];
  if (schema !== undefined) requests.set(`the body of ${id}`, schema);
  const json = jsonBody === undefined ? undefined : schemas[jsonBody];
  if (json !== undefined) requests.set(`the JSON body of ${id}`, json);
  if (query !== undefined) requests.set(`the query of ${id}`, query);
}
for (const type of registry.types) {
  const definition = registry.find(type);
  if (definition !== undefined) requests.set(`parameters of ${type}`, definition.parameters);
}

/** Each list, text and open object of a schema's description that may be of any size, by its path. */
function unbounded(description: unknown, path: string): string[] {
  if (typeof description !== "object" || description === null) return [];
  const { type, flags, rules, patterns, keys } = description as {
    type?: string;
    flags?: { only?: boolean; unknown?: boolean };
    rules?: { name: string }[];
    patterns?: unknown[];
    keys?: Record<string, unknown>;
  };
  const has = (...names: readonly string[]): boolean => rules?.some(({ name }) => names.includes(name)) === true;
  const isOpen = type === "object" && (flags?.unknown === true || patterns !== undefined || keys === undefined);
  const needsBound = isOpen || type === "array" || (type === "string" && flags?.only !== true && !has("guid"));
  const own = needsBound && !has("max", "length") ? [path] : [];
  // What a condition is held against is no value of the request.
  const parts = Object.entries(description).filter(([key]) => !["is", "ref", "flags", "rules"].includes(key));
  return [...own, ...parts.flatMap(([key, part]) => unbounded(part, `${path}/${key}`))];
}

/** How many values a validator may have to look at. Values of open objects are nothing to it. */
function possibleValues(bounds: SizeBounds): number {
  if (bounds === OPEN) return 1;
  const { list, record } = bounds;
  const inList = list === undefined ? 0 : list.maxItems * possibleValues(list.items);
  const named = [...(record?.keys.values() ?? [])].reduce((sum, value) => sum + possibleValues(value), 0);
  const others = record === undefined || record.others === null || record.others === OPEN ? null : record.others;
  return 1 + inList + named + (others === null ? 0 : (record?.maxKeys ?? 0) * possibleValues(others));
}

it.each([...requests])("%s bounds each of its lists, texts and open objects", (name, schema) => {
  // Only says that it is an object; each operation is judged by a schema of its own.
  const known = name === "a batch before its operations" ? ["/keys/operations/items/0"] : [];
  expect(unbounded(schema.describe(), "")).toEqual(known);
});

/** A batch is judged operation by operation, each in its turn. */
const BATCHES = ["the body of startBatch", "the body of createSchedule", "the body of changeSchedule"];

it.each([...requests].filter(([name]) => !BATCHES.includes(name)))(
  "%s gives a validator no more than some thousand values to look at",
  (_name, schema) => {
    expect(possibleValues(sizeBoundsOf(schema))).toBeLessThan(25_000);
  },
);
