import type { JsonSchema } from "@longhaul/contracts";

type Schemas = Readonly<Record<string, JsonSchema>>;

/** A shorter schema costs less where it stands than a reference to it. */
const MIN_LENGTH = 100;

/** Keywords whose values are schemas by name, schemas, or lists of schemas. */
const BY_NAME = new Set(["properties", "patternProperties"]);
const ONE = new Set(["items", "additionalProperties"]);
const LISTS = new Set(["oneOf", "anyOf", "allOf"]);

/**
 * Says once what several schemas have in common: a part that equals a schema with a name, but for its description, refers to that one, and an object
 * or enumeration that is the same in several places gets a name from the key that it stands under. The document stays small that way, and
 * generated clients have one type for one thing.
 */
export function withSharedSchemas(schemas: Schemas): Record<string, JsonSchema> {
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]));
  const all = new Map(Object.entries(schemas));
  for (const [text, name] of repeatedParts(schemas)) {
    if (names.has(text) || all.has(name)) continue;
    names.set(text, name);
    all.set(name, JSON.parse(text) as JsonSchema);
  }
  const share = (schema: JsonSchema): JsonSchema =>
    mapParts(schema, "", (part) => {
      const name = nameIn(names, part);
      if (name !== undefined) return { $ref: refTo(name) };
      const { description, ...undescribed } = part;
      const known = description === undefined ? undefined : nameIn(names, undescribed);
      return known === undefined ? share(part) : { $ref: refTo(known), description };
    });
  return Object.fromEntries([...all].map(([name, schema]) => [name, share(schema)]));
}

const refTo = (name: string): string => `#/components/schemas/${name}`;

function nameIn(names: ReadonlyMap<string, string>, part: JsonSchema): string | undefined {
  const text = JSON.stringify(part);
  return text.length < MIN_LENGTH ? undefined : names.get(text);
}

/** Objects and enumerations that stand in several places, under one key in all of them; as JSON, with a name. */
function repeatedParts(schemas: Schemas): Map<string, string> {
  const seen = new Map<string, { readonly key: string; readonly around: Set<string> } | null>();
  const look = (schema: JsonSchema, around: string, ownKey: string): void => {
    mapParts(schema, ownKey, (part, key) => {
      const text = JSON.stringify(part);
      if ((part["properties"] ?? part["enum"]) !== undefined && text.length >= MIN_LENGTH) {
        const known = seen.get(text);
        if (known === undefined) seen.set(text, { key, around: new Set([around]) });
        // What stands in two places of one part is written once with that part.
        else if (known !== null && known.key === key) known.around.add(around);
        else seen.set(text, null);
      }
      look(part, text, key);
      return part;
    });
  };
  for (const [name, schema] of Object.entries(schemas)) look(schema, name, name);
  const repeated = [...seen].flatMap(([text, part]) =>
    part === null || part.around.size < 2 ? [] : [[text, nameOf(part.key)] as const],
  );
  // Of several that have one key, the longest gets the name.
  return new Map(repeated.toSorted(([left], [right]) => right.length - left.length));
}

/** `TimeWindow` for `timeWindow`. */
const nameOf = (key: string): string => `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;

/** Replaces the parts of a schema. `replace` gets each part with its key; for an item of a list, the list's key and `Item`. */
function mapParts(schema: JsonSchema, key: string, change: (part: JsonSchema, key: string) => JsonSchema): JsonSchema {
  const changed = (value: unknown, at: string): unknown => (isSchema(value) ? change(value, at) : value);
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (BY_NAME.has(keyword) && isSchema(value))
        return [keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, changed(part, name)]))];
      if (ONE.has(keyword)) return [keyword, changed(value, `${key}Item`)];
      if (LISTS.has(keyword) && Array.isArray(value)) return [keyword, value.map((part) => changed(part, key))];
      return [keyword, value];
    }),
  );
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
