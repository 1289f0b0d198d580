import type { JsonSchema } from "@longhaul/contracts";

/** Keywords that say by themselves whether an object may have more than it names. */
const TELLING = new Set(["additionalProperties", "patternProperties", "oneOf", "anyOf", "allOf", "$ref"]);

/**
 * Says of objects that may have anything that they may: `additionalProperties: true` is what a schema means that doesn't tell, but
 * generators of clients take such an object for one that must be empty, and linters for one that has nothing else.
 */
export function withOpenObjects<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withOpenObjects) as Value;
  if (typeof value !== "object" || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withOpenObjects(part)]));
  return (isOpen(schema) ? { ...schema, additionalProperties: true } : schema) as Value;
}

const isOpen = (schema: JsonSchema): boolean =>
  schema["type"] === "object" && !Object.keys(schema).some((keyword) => TELLING.has(keyword));
