import type { JsonSchema } from "@longhaul/contracts";

const INDENT = "  ";

/**
 * The TypeScript type of a JSON Schema, from the keywords of our contract that TypeScript can express.
 * Descriptions and defaults become comments.
 * @param depth of the text that it stands in
 */
export function typescriptOf(schema: JsonSchema, depth = 0): string {
  const { $ref, anyOf, enum: values, type } = schema;
  if (typeof $ref === "string") return $ref.slice($ref.lastIndexOf("/") + 1);
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(values)) return unionOf(values.map((value) => JSON.stringify(value)));
  if (Array.isArray(anyOf)) return unionOf(anyOf.map((part: JsonSchema) => typescriptOf(part, depth)));
  if (Array.isArray(type)) return unionOf(type.map((one: unknown) => typescriptOf({ ...schema, type: one }, depth)));
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return listOf(schema, depth);
    case "object":
      return objectOf(schema, depth);
    default:
      return "unknown";
  }
}

/** A comment in front of what the schema is of; nothing where it says nothing. */
export function commentOf({ description, default: value }: JsonSchema, depth: number): string {
  const lines = [
    ...(typeof description === "string" ? description.split("\n") : []),
    ...(isPlain(value) ? [`@default ${JSON.stringify(value)}`] : []),
  ].map((line) => line.replaceAll("*/", "*\\/"));
  const pad = INDENT.repeat(depth);
  if (lines.length < 2) return lines.map((line) => `${pad}/** ${line} */\n`).join("");
  return `${pad}/**\n${lines.map((line) => `${pad} * ${line}\n`).join("")}${pad} */\n`;
}

/** Joi describes a computed default as a function. */
const isPlain = (value: unknown): boolean =>
  value !== undefined && typeof value !== "function" && typeof value !== "symbol";

function listOf({ items }: JsonSchema, depth: number): string {
  const of = (items ?? {}) as JsonSchema;
  const item = typescriptOf(of, depth);
  return `readonly ${/^\w+$/.test(item) || (of["type"] === "object" && of["anyOf"] === undefined) ? item : `(${item})`}[]`;
}

function objectOf(schema: JsonSchema, depth: number): string {
  const properties = Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>);
  const required = new Set((schema["required"] ?? []) as readonly string[]);
  const pad = INDENT.repeat(depth + 1);
  const members = properties.map(
    ([key, property]) =>
      `${commentOf(property, depth + 1)}${pad}readonly ${nameOf(key)}${required.has(key) ? "" : "?"}: ${typescriptOf(property, depth + 1)};\n`,
  );
  const others = typeOfOthers(schema, properties.length > 0, depth);
  if (others !== undefined) members.push(`${pad}readonly [key: string]: ${others};\n`);
  return members.length === 0 ? "Readonly<Record<string, never>>" : `{\n${members.join("")}${INDENT.repeat(depth)}}`;
}

const nameOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

/** What keys may hold that have no name; beside named ones it can only be anything. */
function typeOfOthers(schema: JsonSchema, areNamed: boolean, depth: number): string | undefined {
  const { additionalProperties, patternProperties } = schema;
  if (additionalProperties === false && patternProperties === undefined) return undefined;
  const all = [
    ...Object.values((patternProperties ?? {}) as Readonly<Record<string, JsonSchema>>),
    ...(typeof additionalProperties === "object" ? [additionalProperties as JsonSchema] : []),
  ];
  return areNamed || all.length === 0 ? "unknown" : unionOf(all.map((one) => typescriptOf(one, depth + 1)));
}

const unionOf = (types: readonly string[]): string =>
  types.includes("unknown") ? "unknown" : [...new Set(types)].join(" | ");
