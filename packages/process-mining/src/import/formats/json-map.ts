/** Where the records of a JSON document stand that are no list: values of an object, under keys of their own. */
export interface JsonMap {
  /** Keys that lead to that object. */
  readonly parent: readonly string[];
  /** Keys of their own that lead from there to the records, or to lists of them: an id, or the id of a group and one in it. */
  readonly levels: 1 | 2;
  readonly isOfLists: boolean;
  /** What the columns of these keys are called, so that no record has the name already. */
  readonly names: readonly string[];
}

type JsonObject = Readonly<Record<string, unknown>>;

/** As many records tell that an object isn't a record itself, with objects as values. */
const LEAST_RECORDS = 3;
const LEAST_LISTS = 2;
/** A record has at least so many values, in keys that nearly all have. */
const LEAST_KEYS = 2;
const MOST_DEPTH = 4;
/** Share of the records that have a key, and of the keys of all that are such ones. */
const [NEARLY_ALL, MOSTLY] = [0.8, 0.5];
const MOST_LOOKED_AT = 1000;

/** Finds records under keys of their own in a document that may be cut off; null where it has none. */
export function findJsonMap(text: string): JsonMap | null {
  const value = parsePart(text);
  return isObject(value) ? findIn(value, []) : null;
}

function findIn(value: JsonObject, parent: readonly string[]): JsonMap | null {
  const inner = Object.values(value).slice(0, MOST_LOOKED_AT);
  if (inner.length >= LEAST_RECORDS && inner.every(isObject) && areAlike(inner)) return mapOf(parent, 1, false, inner);
  if (inner.length >= LEAST_LISTS && inner.every(isListOfObjects)) {
    const records = inner.flat();
    if (areAlike(records)) return mapOf(parent, 1, true, records);
  }
  if (inner.length >= LEAST_LISTS && inner.every(isObject)) {
    const groups = inner.map((group) => Object.values(group));
    const records = groups.flat();
    if (groups.every((group) => group.length > 0) && records.every(isObject) && areAlike(records))
      return mapOf(parent, 2, false, records);
  }
  if (parent.length >= MOST_DEPTH) return null;
  for (const [key, below] of Object.entries(value)) {
    const found = isObject(below) ? findIn(below, [...parent, key]) : null;
    if (found !== null) return found;
  }
  return null;
}

function mapOf(parent: readonly string[], levels: 1 | 2, isOfLists: boolean, records: readonly JsonObject[]): JsonMap {
  const taken = new Set(records.flatMap((record) => Object.keys(record).map((key) => key.toLowerCase())));
  const names = ["key", "key 2"].slice(0, levels).map((name) => {
    let free = name;
    while (taken.has(free)) free = `${free}_`;
    return free;
  });
  return { parent, levels, isOfLists, names };
}

/** Whether nearly all objects have mostly the same keys, some of them with plain values. Numbers as keys are places in a list. */
function areAlike(records: readonly JsonObject[]): boolean {
  const counts = new Map<string, number>();
  let all = 0;
  for (const record of records)
    for (const [key, value] of Object.entries(record)) {
      all++;
      if (!/^\d+$/.test(key) && (typeof value !== "object" || value === null))
        counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const common = [...counts.values()].filter((count) => count >= NEARLY_ALL * records.length);
  return common.length >= LEAST_KEYS && common.reduce((sum, count) => sum + count, 0) >= MOSTLY * all;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isListOfObjects = (value: unknown): value is readonly JsonObject[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);

/** The value of a document, or of as much of it as is there: up to the last comma, and closed. */
function parsePart(text: string): unknown {
  return parsed(text) ?? parsed(closed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Deeper nesting isn't data. */
const MOST_OPEN = 200;
const [QUOTE, COMMA, BACKSLASH] = [34, 44, 92];
const CLOSING = new Map([
  [123, "}"],
  [91, "]"],
]);

function closed(text: string): string {
  const open: string[] = [];
  let whole = { length: 0, end: "" };
  let isInText = false;
  for (let at = 0; at < text.length && open.length < MOST_OPEN; at++) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) isInText = !isInText;
    else if (isInText) at += sign === BACKSLASH ? 1 : 0;
    else if (sign === COMMA) whole = { length: at, end: open.toReversed().join("") };
    else if (sign === 125 || sign === 93) open.pop();
    else {
      const closing = CLOSING.get(sign);
      if (closing !== undefined) open.push(closing);
    }
  }
  return text.slice(0, whole.length) + whole.end;
}
