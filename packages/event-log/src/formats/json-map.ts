import { ownValue } from "@longhaul/domain";
import { parsePart } from "./json-part.ts";
import { eventsPerRecord, isObject, lookLikeEvents, objectsOf, type JsonObject } from "./record-look.ts";

/** Where records of a JSON document stand: at the values of an object, under keys of their own, or in lists. */
export interface JsonMap {
  /** Keys that lead to the records, or to the lists of them; null for any: the id of a record, of its case, or of a group. */
  readonly path: readonly (string | null)[];
  readonly isOfLists: boolean;
  /** What the columns of those any keys are called, so that no record has the name already. */
  readonly names: readonly string[];
  /** How many of the keys lead to the case of a record whose own plain values go with it. */
  readonly caseDepth: number | undefined;
}

/** A place of records, as far as the document was seen. */
export interface FoundMap extends JsonMap {
  readonly records: number;
  readonly events: number;
  readonly isLikeEvents: boolean;
}

/** Number of records that shows that an object isn't a record itself, with objects as values. */
const LEAST_RECORDS = 3;
/** Lists, groups or cases. */
const LEAST_GROUPS = 2;
/** A record has at least so many values, in keys that nearly all have. */
const LEAST_KEYS = 2;
const MOST_DEPTH = 6;
/** Share of the records that have a key, and of the keys of all that are such ones. */
const [NEARLY_ALL, MOSTLY] = [0.8, 0.5];
/** Places that are compared. */
const MOST_PLACES = 500;
/** Share of the objects that are alike, where others stand among them. */
const CLEAR_MAJORITY = 0.6;
/** Objects with more keys hold records, they are not made of different parts. */
const MOST_PARTS = 1000;

/** What lists and maps are called that hold the events of a case which has a time and a text itself. */
const LOGS = /^(?:events?|event_?list|traces?|steps|activities|histor(?:y|ies)|logs?|timeline|transitions)$/i;

/** Finds records under keys of their own in a document that may be cut off; null where it has none. */
export function findJsonMap(text: string): FoundMap | null {
  return findJsonMaps(text)[0] ?? null;
}

/** All places of records under keys of their own, the one with the most that look like events first. */
export function findJsonMaps(text: string): readonly FoundMap[] {
  return findMapsIn(parsePart(text));
}

export function findMapsIn(value: unknown): readonly FoundMap[] {
  const all = isObject(value) ? findIn([value], []).toSorted(byEvents).slice(0, MOST_PLACES) : [];
  const [first, ...others] = all.filter((map) => !all.some((other) => isDetailOf(map, other)));
  return first === undefined ? [] : [{ ...first, names: namesByCase(first, value) }, ...others];
}

/** The names, in an order in which the first is that of the keys that are likeliest cases: of lists or maps, the most. */
function namesByCase({ path, isOfLists, names }: FoundMap, value: unknown): readonly string[] {
  const counts: number[] = [];
  let nodes = [value].filter(isObject);
  for (const key of path) {
    if (key === null) counts.push(new Set(nodes.flatMap(Object.keys)).size);
    nodes = nodes.flatMap((node) => (key === null ? Object.values(node) : [ownValue(node, key)])).filter(isObject);
  }
  const groups = isOfLists ? counts : counts.slice(0, -1);
  const ofCase = Math.max(0, groups.indexOf(Math.max(...groups)));
  const [first = "key", ...others] = names;
  return others.toSpliced(ofCase, 0, first);
}

export const byEvents = (
  left: Pick<FoundMap, "isLikeEvents" | "events">,
  right: Pick<FoundMap, "isLikeEvents" | "events">,
): number => Number(right.isLikeEvents) - Number(left.isLikeEvents) || right.events - left.events;

/** Whether records are parts of others that look like events themselves. */
function isDetailOf({ path }: JsonMap, outer: FoundMap): boolean {
  const next = path[outer.path.length];
  if (outer.isOfLists || !outer.isLikeEvents || next === undefined) return false;
  return outer.path.every((key, at) => key === path[at]) && !(next !== null && LOGS.test(next));
}

/** Looks at all objects that one path leads to. */
function findIn(nodes: readonly JsonObject[], path: readonly (string | null)[]): FoundMap[] {
  const inner = nodes.flatMap(Object.values);
  const objects = inner.filter(isObject);
  const under = [...recordsUnder(nodes, inner, path), ...listsUnder(inner, path)];
  if (path.length >= MOST_DEPTH) return under;
  const found: FoundMap[] = [];
  const keys = new Map<string, unknown[]>();
  for (const node of nodes)
    for (const [key, value] of Object.entries(node)) {
      const known = keys.get(key);
      if (known === undefined) keys.set(key, [value]);
      else known.push(value);
    }
  for (const [key, values] of keys.size > MOST_PARTS ? [] : keys) {
    // After a key of their own, the parts of a case have the same name in most cases.
    if (values.length < nodes.length / 2) continue;
    const to = [...path, key];
    const lists = path.includes(null) ? values.map(objectsOf).filter(({ length }) => length > 0) : [];
    const records = alikeOf(lists.flat());
    if (lists.length >= LEAST_GROUPS && records !== null) found.push(mapOf(to, true, records, nodes));
    const below = values.filter(isObject);
    if (below.length > 0) found.push(...findIn(below, to).map((map) => withCase(map, path, nodes)));
  }
  found.push(...under);
  if (objects.length >= LEAST_GROUPS) found.push(...findIn(objects, [...path, null]));
  return found;
}

function recordsUnder(
  nodes: readonly JsonObject[],
  inner: readonly unknown[],
  path: readonly (string | null)[],
): FoundMap[] {
  const objects = inner.filter(isObject);
  const least = path.includes(null) && nodes.length >= LEAST_GROUPS ? LEAST_GROUPS : LEAST_RECORDS;
  const records = alikeOf(objects);
  return records === null || records.length < least ? [] : [mapOf([...path, null], false, records, [])];
}

function listsUnder(inner: readonly unknown[], path: readonly (string | null)[]): FoundMap[] {
  const all = inner.map(objectsOf).filter(({ length }) => length > 0);
  const logs = all.filter((list) => lookLikeEvents(list.slice(0, LEAST_RECORDS)));
  const lists = logs.length > 0 ? logs : all;
  const records = alikeOf(lists.flat());
  return records === null || lists.length < LEAST_GROUPS ? [] : [mapOf([...path, null], true, records, [])];
}

function mapOf(
  path: readonly (string | null)[],
  isOfLists: boolean,
  records: readonly JsonObject[],
  cases: readonly JsonObject[],
): FoundMap {
  const taken = new Set(records.flatMap((record) => Object.keys(record).map((key) => key.toLowerCase())));
  const names = path
    .filter((key) => key === null)
    .map((_, at) => {
      let free = at === 0 ? "key" : `key ${at + 1}`;
      while (taken.has(free)) free = `${free}_`;
      return free;
    });
  const events = records.length * eventsPerRecord(records);
  const isLikeEvents = lookLikeEvents(records);
  const map = { path, isOfLists, names, caseDepth: undefined, records: records.length, events, isLikeEvents };
  return withCase(map, path.slice(0, -1), cases);
}

/** The map with the depth of its cases, if they are several and have plain values of their own. */
function withCase(map: FoundMap, path: readonly (string | null)[], cases: readonly JsonObject[]): FoundMap {
  if (map.caseDepth !== undefined || path.at(-1) !== null || cases.length < LEAST_RECORDS) return map;
  const hasOwn = cases.some((one) => Object.values(one).some((value) => value !== null && typeof value !== "object"));
  return hasOwn ? { ...map, caseDepth: path.length } : map;
}

/** Those of some objects that have the same keys, if they are the clear majority; null where they are not. */
function alikeOf(objects: readonly JsonObject[]): readonly JsonObject[] | null {
  const counts = new Map<string, number>();
  for (const object of objects) for (const key of Object.keys(object)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const core = [...counts].flatMap(([key, count]) => (count >= objects.length / 2 ? [key] : []));
  const least = Math.max(LEAST_KEYS, core.length / 2);
  const kept = objects.filter((object) => core.filter((key) => Object.hasOwn(object, key)).length >= least);
  return kept.length >= CLEAR_MAJORITY * objects.length && areAlike(kept) ? kept : null;
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
  const areMost = common.reduce((sum, count) => sum + count, 0) >= MOSTLY * all;
  return records.length > 0 && common.length >= LEAST_KEYS && (areMost || lookLikeEvents(records));
}
