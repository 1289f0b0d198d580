import type { Random } from "./random.ts";

/** A JSON Schema as it stands in a contract. */
export type Schema = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 8;
const FORMATS = new Map([
  ["uuid", "880e8400-e29b-41d4-a716-446655440000"],
  ["date-time", "2024-01-31T08:00:00Z"],
  ["uri", "https://example.com/hook"],
  ["email", "ann@example.com"],
]);

/** Makes values that a schema allows, or nearly: patterns and conditions are not kept. */
export function createSampler(schemas: Readonly<Record<string, unknown>>, random: Random): (schema: Schema) => unknown {
  const named = new Map(Object.entries(schemas));

  const sample = (schema: Schema, depth: number): unknown => {
    const { $ref, oneOf, anyOf, type, properties, required, items, enum: values, format } = schema;
    if (typeof $ref === "string") return sample(asSchema(named.get($ref.split("/").at(-1) ?? "")), depth);
    if (schema["const"] !== undefined) return schema["const"];
    if (Array.isArray(values) && values.length > 0) return values[random.below(values.length)];
    if (isRecord(properties)) {
      const wanted = new Set(Array.isArray(required) ? required : []);
      const own = Object.entries(properties)
        .filter(([key]) => wanted.has(key) || (depth < MAX_DEPTH && random.happens(0.5)))
        .map(([key, value]) => [key, sample(asSchema(value), depth + 1)] as const);
      const one = Array.isArray(oneOf) ? sample(asSchema(oneOf[random.below(oneOf.length)]), depth + 1) : {};
      return { ...Object.fromEntries(own), ...(isRecord(one) ? one : {}) };
    }
    const choices = [oneOf, anyOf].find(Array.isArray);
    if (choices !== undefined) return sample(asSchema(choices[random.below(choices.length)]), depth + 1);
    switch (Array.isArray(type) ? type[0] : type) {
      case "array":
        return Array.from({ length: depth < MAX_DEPTH ? random.below(4) : 0 }, () =>
          sample(asSchema(items), depth + 1),
        );
      case "object":
        return { a: "b" };
      case "integer":
      case "number":
        return typeof schema["minimum"] === "number" ? schema["minimum"] + random.below(5) : random.below(100);
      case "boolean":
        return random.happens(0.5);
      default:
        return FORMATS.get(String(format)) ?? random.pick(["name", "a", "step-1", "Monday", "UTC", "09:00"]);
    }
  };
  return (schema) => sample(schema, 0);
}

const isRecord = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const asSchema = (value: unknown): Schema => (isRecord(value) ? value : {});
