import { ownValue } from "@longhaul/domain";
import { doubtCutJson } from "../csv/doubt-cut-off.ts";
import { ErrorTally } from "../terms/error-tally.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { parseJson, recordsOf } from "./flatten-json.ts";
import { JsonElements } from "./json-elements.ts";
import { atTop, findJsonEvents, keyText, placeOf } from "./find-json-events.ts";
import type { JsonMap } from "./json-map.ts";
import { isObject, lookLikeEvents, plainFields, type JsonObject } from "./record-look.ts";
import { ListsBeside } from "./lists-beside.ts";
import { doubtUnread } from "./unread-records.ts";
import { readText, type TextSource } from "../encoding/read-text.ts";
import { RepeatedKeys } from "./repeated-keys.ts";
import { RecordStage, type RecordField } from "../records/record-stage.ts";
import type { RecordReading } from "../records/stage-records.ts";

export interface ImportJsonOptions extends TextSource, RecordReading {
  readonly bounds: ImportBounds;
  /** `jsonl`: one object after another; `json`: one document that holds an array of objects. */
  readonly kind: "json" | "jsonl";
}

/**
 * Stages JSON: one object a record, as lines (JSONL, NDJSON) or in an array, at the top of the document or below keys.
 * Of several arrays, one called `events` is taken, else the one with the most events. Records or lists of them may also stand
 * under keys of their own, which become columns. Objects within a record become columns `outer.inner`.
 */
export async function importJson(options: ImportJsonOptions): Promise<StagedLog> {
  const { map, unread } = options.kind === "json" ? await findJsonEvents(options) : atTop;
  const depth = map.caseDepth ?? map.path.length;
  const isCutAtKeys = map.caseDepth !== undefined || !map.isOfLists;
  const tally = new ErrorTally();
  const stage = new RecordStage({ ...options, tally, describePlace: (line) => ({ line }) });
  const repeated = new RepeatedKeys();
  const besides = new ListsBeside();
  const elsewhere = new Map<string, { count: number; readonly samples: JsonObject[] }>();
  const elements = new JsonElements({
    topLevel: options.kind === "jsonl",
    mapDepth: isCutAtKeys ? depth : undefined,
    maxLength: options.bounds.limits.maxLineBytes,
    onTooLong: (line) => tally.addExcess(options.bounds.lineExcess(), { line }, []),
    onObject(_path, text, line) {
      const keys = elements.keys.map(keyText);
      const own = keyFields(map, depth, keys);
      if (own === null && !isCutAtKeys) return;
      try {
        if (own === null) {
          const place = placeOf(map, [...keys.slice(0, -1), "*"]);
          const known = elsewhere.get(place) ?? { count: 0, samples: [] };
          if (elsewhere.size < MOST_PLACES) elsewhere.set(place, known);
          const sample = known.count++ < MOST_SAMPLES ? parseJson(text) : null;
          if (isObject(sample)) known.samples.push(sample);
          return;
        }
        const value = parseJson(text);
        repeated.look(text, value, line);
        if (typeof value === "object" && value !== null) {
          if (map.caseDepth === undefined) besides.look(value);
          for (const record of recordsIn(map, value, own)) stage.write(line, record);
        }
      } catch (err) {
        if (!(err instanceof SyntaxError)) throw err;
        tally.add("Malformed Record", { line, value: text });
      }
    },
  });
  let lastSign = "";
  const encoding = await readText(
    options,
    (text) => {
      elements.push(text);
      lastSign = text.trimEnd().at(-1) ?? lastSign;
    },
    () => stage.flush(),
  );
  const cut = elements.isComplete ? [] : doubtCutJson(elements.line, lastSign);
  if (!elements.isComplete) tally.add("Malformed Record", { line: elements.line });
  const format = options.isGzip ? (`${options.kind}.gz` as const) : options.kind;
  const ownAt = map.path.indexOf(null);
  const path = map.path.slice(0, ownAt < 0 ? undefined : ownAt).join(".");
  const details = { encoding, ...(path === "" ? {} : { path }) };
  const others = [
    ...unread,
    ...[...elsewhere].map(([place, found]) => ({
      place,
      count: found.count,
      isLikeEvents: lookLikeEvents(found.samples),
    })),
    ...besides.unread(),
  ];
  return stage.finish({ format, details, doubts: [...repeated.doubts(), ...doubtUnread(others), ...cut] });
}

/** Limits of the places of other records that are reported, and of sample records per place. */
const [MOST_PLACES, MOST_SAMPLES] = [1000, 5];

/** The keys above a record, as fields of it; null for an object that isn't a record. */
function keyFields({ path, names }: JsonMap, depth: number, keys: readonly string[]): RecordField[] | null {
  if (keys.length !== depth || !path.slice(0, depth).every((key, at) => key === null || key === keys[at])) return null;
  const own = keys.filter((_, at) => path[at] === null);
  return own.map((key, at): RecordField => [names[at] ?? "key", key]);
}

/** Yields the records of an object: itself or, for a case, its events with the case's plain values. */
function* recordsIn(
  { path, names, isOfLists, caseDepth }: JsonMap,
  value: object,
  own: readonly RecordField[],
): Generator<readonly RecordField[]> {
  if (caseDepth === undefined) {
    for (const record of recordsOf(value)) yield [...own, ...record];
    return;
  }
  const ofCase = plainFields(value as JsonObject).map(([name, text]): RecordField => [`case:${name}`, text]);
  let places: { readonly own: readonly RecordField[]; readonly value: unknown }[] = [
    { own: [...own, ...ofCase], value },
  ];
  for (const [at, key] of path.entries()) {
    if (at < caseDepth) continue;
    const name = names[path.slice(0, at).filter((each) => each === null).length] ?? "key";
    places = places.flatMap((place) => {
      if (typeof place.value !== "object" || place.value === null) return [];
      if (key !== null) return isObject(place.value) ? [{ own: place.own, value: ownValue(place.value, key) }] : [];
      return (Object.entries(place.value) as [string, unknown][]).map(([id, inner]) => ({
        own: [...place.own, [name, id] as RecordField],
        value: inner,
      }));
    });
  }
  for (const place of places)
    for (const record of (isOfLists ? Object.values(place.value ?? {}) : [place.value]).filter(isObject))
      for (const fields of recordsOf(record)) yield [...place.own, ...fields];
}
