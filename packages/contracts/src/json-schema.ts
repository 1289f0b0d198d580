import { ownValue } from "@longhaul/domain";
import type Joi from "joi";

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a schema accepts, as JSON Schema, by Joi's own converter. Rules in code (`custom`) and conditions between keys
 * can't be told: in these the API is stricter than its description, never the other way round.
 */
export function jsonSchemaOf(schema: Joi.Schema): JsonSchema {
  const converted = withoutConditionalRequired(schema["~standard"].jsonSchema.input({ target: "draft-2020-12" }));
  return withoutSingleChoices(converted) as JsonSchema;
}

/** Joi describes a key with a condition (`when`) as required even where its condition forbids it. */
function withoutConditionalRequired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutConditionalRequired);
  if (!isRecord(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutConditionalRequired(item)]));
  const { properties, required } = value;
  if (!isRecord(properties) || !Array.isArray(required)) return copy;
  return { ...copy, required: required.filter((key: string) => !isConditional(ownValue(properties, key))) };
}

/** Choices once each. A choice of one schema, as Joi writes conditions that leave one, is that schema. */
function withoutSingleChoices(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSingleChoices);
  if (!isRecord(value)) return value;
  const { anyOf, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutSingleChoices(item)]),
  );
  if (anyOf === undefined) return rest;
  // A property may be called so.
  if (!Array.isArray(anyOf)) return { ...rest, anyOf };
  const choices = anyOf as readonly unknown[];
  const [only, ...others] = new Map(choices.map((choice) => [JSON.stringify(choice), choice])).values();
  return others.length === 0 && isRecord(only) ? { ...only, ...rest } : { ...rest, anyOf: [only, ...others] };
}

/** The shape that Joi gives to alternatives. */
const isConditional = (schema: unknown): boolean => isRecord(schema) && Object.keys(schema).join() === "anyOf";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
