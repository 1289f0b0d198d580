import { looksLikeTime } from "./looks-like-time.ts";
import type { RecordField } from "../records/record-stage.ts";

/** How deep objects within objects become columns of their own; what lies deeper is kept as JSON text. */
export const MAX_DEPTH = 5;

/** A JSON number with more digits than a double holds exactly. */
const LONG_NUMBER = /[\d.]{16,}/;

/** A string, or one of the words that Python, Java and others write for what is no number, and JSON doesn't have. */
const STRING_OR_NO_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs;

/** A table has at least so many of each; fewer lists of one length are attributes of an event. */
const [LEAST_COLUMNS, LEAST_ROWS] = [3, 2];

/** Keys that two lists of events have in common. */
const LEAST_SHARED = 2;

/** A time as .NET writes it: `/Date(1709539200000)/`, with an offset behind that says how it was shown. */
const DOTNET_TIME = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

/** Keys of lists in which a case keeps its events. */
const EVENT_LISTS = /^(?:events?|event_?list|trace|steps|activities|history)$/i;
/** Ends of their names, where their objects have times. */
const LIKE_EVENT_LISTS = /(?:history|histories|events|steps|activities|trace|timeline|milestones|transitions|trail)$/i;

/**
 * Parses JSON; numbers that a double can't hold stay as they are written, as text, and what is no number is null. Throws a
 * `SyntaxError`.
 */
export function parseJson(text: string): unknown {
  try {
    return parseStrictly(text);
  } catch (err) {
    if (!/NaN|Infinity/.test(text)) throw err;
    return parseStrictly(text.replace(STRING_OR_NO_NUMBER, (found) => (found.startsWith('"') ? found : "null")));
  }
}

function parseStrictly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, function revive(this: unknown, _key: string, value: unknown, context?: { source?: string }) {
    const source = context?.source;
    return typeof value === "number" && source !== undefined && source.replaceAll(/\D/g, "").length > 15
      ? source
      : value;
  });
}

/**
 * The records of a JSON object: itself, or where it is a case that holds a list of events, each of these with what else the
 * case holds as `case:<name>`.
 */
export function recordsOf(value: object): RecordField[][] {
  const rows = tableOf(value);
  if (rows !== null) return rows.map(flattenJson);
  const list = eventListOf(value);
  if (list === undefined) return [flattenJson(value)];
  const [listKey, events] = list;
  const own = Object.fromEntries(Object.entries(value).filter(([key]) => key !== listKey));
  const ofCase = flattenJson(own).map(([name, text]): RecordField => [`case:${name}`, text]);
  return events.map((event) => [...ofCase, ...flattenJson(event)]);
}

type ObjectList = readonly [key: string, objects: readonly object[]];

const listsOf = (value: object): ObjectList[] =>
  (Object.entries(value) as [string, unknown][]).flatMap(([key, inner]) =>
    isListOfObjects(inner) ? [[key, inner] as const] : [],
  );

/** The list of a case that holds its events. */
function eventListOf(value: object): ObjectList | undefined {
  const lists = listsOf(value);
  return (
    lists.find(([key]) => EVENT_LISTS.test(key)) ??
    lists.find(
      ([key, [first]]) =>
        LIKE_EVENT_LISTS.test(key) && first !== undefined && flattenJson(first).some(([, text]) => looksLikeTime(text)),
    )
  );
}

/**
 * Lists beside that of the events whose objects are written as events are, though they aren't read: what was planned, or another
 * part of the log.
 */
export function listsBeside(value: object): readonly ObjectList[] {
  const lists = listsOf(value);
  const events = lists.length < 2 ? undefined : eventListOf(value);
  const keys = Object.keys(events?.[1][0] ?? {});
  return lists.filter(([key, [first]]) => {
    const shared = keys.filter((each) => first !== undefined && Object.hasOwn(first, each)).length;
    return key !== events?.[0] && shared >= LEAST_SHARED && shared * 2 >= keys.length;
  });
}

/**
 * The rows of an object that is a whole table, as pandas writes one: a list for each column, values by row number for each
 * column, or lists of columns and of rows. Null for any other.
 */
function tableOf(value: object): object[] | null {
  const entries = Object.entries(value) as [string, unknown][];
  const { columns, data } = Object.fromEntries(entries);
  if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray))
    return data.map((row: unknown[]) => Object.fromEntries(columns.map((name, at) => [String(name), row[at]])));
  if (entries.length < LEAST_COLUMNS) return null;
  const lists = entries.map(([name, list]) => [name, Array.isArray(list) ? list : valuesByNumber(list)] as const);
  const length = lists[0]?.[1]?.length ?? 0;
  if (length < LEAST_ROWS || lists.some(([, list]) => list?.length !== length || list.some(isObject))) return null;
  return Array.from({ length }, (_, row) => Object.fromEntries(lists.map(([name, list]) => [name, list?.[row]])));
}

/** Values of an object whose keys are the numbers 0, 1, …; null for any other. */
function valuesByNumber(value: unknown): unknown[] | null {
  if (!isObject(value)) return null;
  const keys = Object.keys(value);
  return keys.every((key, at) => key === String(at)) ? Object.values(value) : null;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const isListOfObjects = (value: unknown): value is readonly object[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((inner) => typeof inner === "object" && inner !== null && !Array.isArray(inner));

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
    if (typeof inner === "string") fields.push([name, DOTNET_TIME.exec(inner)?.[1] ?? inner]);
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
