import { ownValue } from "@longhaul/domain";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { readText, type TextSource } from "../encoding/read-text.ts";
import { parseJson } from "./flatten-json.ts";
import { JsonElements } from "./json-elements.ts";
import { parsePart } from "./json-part.ts";
import { byEvents, findMapsIn, type FoundMap, type JsonMap } from "./json-map.ts";
import { eventsPerRecord, isObject, lookLikeEvents, type JsonObject } from "./record-look.ts";
import type { UnreadRecords } from "./unread-records.ts";

/** Arrays of one document among which the one of the events is sought. */
const MAX_ARRAYS = 1000;
/** Number of objects of each array that show what it holds, and their length. */
const [MOST_SAMPLES, MOST_SAMPLE_LENGTH] = [5, 2 ** 20];
/** Length of a document's beginning that shows where its records stand. */
const HEAD_CHARACTERS = 2 ** 20;

/** An array of objects in a document. */
interface FoundArray {
  readonly keys: readonly string[];
  readonly samples: JsonObject[];
  count: number;
}

export interface FoundEvents {
  readonly map: JsonMap;
  /** Records elsewhere in the document. */
  readonly unread: readonly UnreadRecords[];
}

/** All of a document at its top. */
export const atTop: FoundEvents = {
  map: { path: [], isOfLists: true, names: [], caseDepth: undefined },
  unread: [],
};

/** Where the events stand: in the array that is called so, else the array or under the keys with the most that look like events. */
export async function findJsonEvents(options: TextSource): Promise<FoundEvents> {
  const { arrays, head, length } = await look(options);
  const lists = arrays.map(({ keys, count, samples }): FoundMap => {
    const isLikeEvents = lookLikeEvents(samples);
    const events = count * Math.max(1, eventsPerRecord(samples));
    return { path: keys, isOfLists: true, names: [], caseDepth: undefined, records: count, events, isLikeEvents };
  });
  const perHead = Math.max(1, length / head.length);
  const maps = findMapsIn(withArrays(parsePart(head), arrays));
  const [found] = maps;
  const map = found === undefined ? undefined : { ...found, events: eventsOf(found, lists, perHead) };
  const [list, named] = [
    lists.toSorted(byEvents)[0],
    lists.toSorted(byEvents).find(({ path }) => isCalledEvents(path)),
  ];
  const chosen = choose(named, list, map);
  if (chosen === undefined)
    throw new ImportRefusal(
      "NotAnEventLog",
      'The JSON document holds no array of objects. Upload an array of events, for example [{"case": "1", "activity": "Start", "time": "2024-01-01T08:00:00Z"}], or one event a line.',
    );
  return { map: chosen, unread: [...unreadOf(chosen, arrays), ...mapsBeside(chosen, maps)] };
}

/** The beginning of a document, with the arrays that come after it, as far as they are known. */
function withArrays(head: unknown, arrays: readonly FoundArray[]): unknown {
  if (!isObject(head)) return head;
  for (const { keys, samples } of arrays) {
    let at: Record<string, unknown> = head;
    for (const key of keys.slice(0, -1)) {
      if (!Object.hasOwn(at, key)) define(at, key, {});
      const below = ownValue(at, key);
      at = isObject(below) ? below : {};
    }
    const last = keys.at(-1);
    if (last !== undefined && !Object.hasOwn(at, last)) define(at, last, samples);
  }
  return head;
}

const define = (to: object, key: string, value: unknown): unknown =>
  Object.defineProperty(to, key, { value, enumerable: true, writable: true, configurable: true });

/** Events at the places of a map: those of its arrays, or as many as the beginning of the document lets expect. */
function eventsOf(map: FoundMap, lists: readonly FoundMap[], perHead: number): number {
  if (!map.isOfLists) return map.events * perHead;
  const own = lists.filter(({ path }) => path.length === map.path.length && startsWith(path, map.path));
  const isLog = own.some(({ isLikeEvents }) => isLikeEvents);
  return own.reduce((sum, { events, isLikeEvents }) => sum + (isLikeEvents === isLog ? events : 0), 0);
}

const isCalledEvents = (path: JsonMap["path"]): boolean => /^events?$/i.test(path.at(-1) ?? "");

function choose(
  named: FoundMap | undefined,
  list: FoundMap | undefined,
  map: FoundMap | undefined,
): FoundMap | undefined {
  // An array called events is the log, unless it is the one of a case or group among others.
  if (named !== undefined && (map === undefined || !isUnder(named, map) || isBeside(named, map))) return named;
  if (map === undefined || list === undefined) return list ?? map;
  if (isUnder(list, map) && !map.isOfLists) return map;
  return byEvents(list, map) <= 0 ? list : map;
}

/** Whether an array stands below the records of a map, or is one of its lists. */
const isUnder = ({ path }: JsonMap, map: JsonMap): boolean => startsWith(path, map.path);

/** Whether an array called events stands beside others that are called otherwise. */
const isBeside = ({ path }: JsonMap, map: JsonMap): boolean =>
  map.isOfLists && map.path.at(-1) === null && map.path.length === path.length;

const startsWith = (keys: JsonMap["path"], path: JsonMap["path"]): boolean =>
  keys.length >= path.length && path.every((key, at) => key === null || key === keys[at]);

/** The arrays that a map doesn't read, those at the same place in several cases or groups as one. */
function unreadOf(map: JsonMap, arrays: readonly FoundArray[]): UnreadRecords[] {
  const found = arrays.filter(({ keys }) => !isReadBy(map, keys));
  const places = Map.groupBy(found, ({ keys }) => placeOf(map, keys));
  return [...places].map(([place, group]) => ({
    place,
    count: group.reduce((sum, { count }) => sum + count, 0),
    isLikeEvents: lookLikeEvents(group.flatMap(({ samples }) => samples)),
  }));
}

/** Objects under keys of their own that stand beside the records, and deeper or less deep than these. */
function mapsBeside(map: JsonMap, all: readonly FoundMap[]): UnreadRecords[] {
  const depth = map.isOfLists && map.caseDepth === undefined ? -1 : (map.caseDepth ?? map.path.length);
  const beside = all.filter(({ path, isOfLists }) => {
    const shared = Math.min(path.length, map.path.length);
    const isApart = path.slice(0, shared).some((key, at) => {
      const own = map.path[at];
      return key !== null && own !== null && key !== own;
    });
    return !isOfLists && isApart && path.length !== depth;
  });
  return beside.map(({ path, records, isLikeEvents }) => ({
    place: path.map((key) => key ?? "*").join("."),
    count: records,
    isLikeEvents,
  }));
}

/** Whether what stands under keys is read, or is a part of a record. */
export const isReadBy = ({ path, isOfLists }: JsonMap, keys: readonly string[]): boolean =>
  startsWith(keys, path) && (!isOfLists || keys.length === path.length);

/** A place in words: keys with a point between, and a star for those that differ. */
export function placeOf({ path }: JsonMap, keys: readonly string[]): string {
  const differs = path.findIndex((key, at) => key !== null && key !== keys[at]);
  return keys.map((key, at) => (path[at] === null && (differs < 0 || at < differs) ? "*" : key)).join(".");
}

/** Reads a document once, for its arrays and its beginning. */
async function look(
  options: TextSource,
): Promise<{ readonly arrays: readonly FoundArray[]; readonly head: string; readonly length: number }> {
  let [head, length] = ["", 0];
  const arrays = new Map<string, FoundArray>();
  const count = (): FoundArray | undefined => {
    const keys = elements.keys.map(keyText);
    const name = JSON.stringify(keys);
    const known = arrays.get(name);
    if (known === undefined && arrays.size >= MAX_ARRAYS) return undefined;
    const found = known ?? { keys, samples: [], count: 0 };
    arrays.set(name, found);
    found.count++;
    return found;
  };
  const elements = new JsonElements({
    topLevel: false,
    maxLength: MOST_SAMPLE_LENGTH,
    onObject: (_path, text) => {
      const found = count();
      if (found === undefined || found.samples.length >= MOST_SAMPLES) return;
      const sample = sampleOf(text);
      if (isObject(sample)) found.samples.push(sample);
    },
    onTooLong: () => void count(),
  });
  await readText(
    { ...options, onProgress: () => undefined },
    (text) => {
      if (head.length < HEAD_CHARACTERS) head += text;
      length += text.length;
      elements.push(text);
    },
    () => Promise.resolve(),
  );
  return { arrays: [...arrays.values()], head, length };
}

function sampleOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** A key as it is meant. */
export function keyText(written = ""): string {
  if (!written.includes("\\")) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}
