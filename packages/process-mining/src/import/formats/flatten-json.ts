import type { RecordField } from "../records/record-stage.ts";

/** How deep objects within objects become columns of their own; what lies deeper is kept as JSON text. */
const MAX_DEPTH = 5;

/** A JSON number with more digits than a double holds exactly. */
const LONG_NUMBER = /[\d.]{16,}/;

/** Parses JSON; numbers that a double can't hold stay as they are written, as text. Throws a `SyntaxError`. */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, function revive(this: unknown, _key: string, value: unknown, context?: { source?: string }) {
    const source = context?.source;
    return typeof value === "number" && source !== undefined && source.replaceAll(/\D/g, "").length > 15
      ? source
      : value;
  });
}

/**
 * The fields of a JSON object, those of objects in it as `outer.inner`. An array becomes its JSON. A null isn't
 * a field.
 */
export function flattenJson(value: object): RecordField[] {
  const fields: RecordField[] = [];
  collect(value, "", 1, fields);
  return fields;
}

function collect(value: object, prefix: string, depth: number, fields: RecordField[]): void {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const name = prefix + key;
    if (inner === null || inner === undefined) continue;
    if (typeof inner === "string") fields.push([name, inner]);
    else if (typeof inner === "number" || typeof inner === "boolean") fields.push([name, String(inner)]);
    else if (Array.isArray(inner)) fields.push([name, JSON.stringify(inner)]);
    else if (typeof inner === "object" && isDate(inner)) fields.push([name, inner.$date]);
    else if (typeof inner === "object" && depth < MAX_DEPTH) collect(inner, `${name}.`, depth + 1, fields);
    else fields.push([name, JSON.stringify(inner)]);
  }
}

/** A time as MongoDB exports it: `{"$date": "2024-01-01T00:00:00Z"}`. */
const isDate = (value: object): value is { readonly $date: string } =>
  "$date" in value && typeof value.$date === "string" && Object.keys(value).length === 1;
