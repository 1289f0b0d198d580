import { ErrorTally } from "../error-tally.ts";
import type { ImportBounds } from "../import-bounds.ts";
import { ImportRefusal } from "../import-refusal.ts";
import type { StagedLog } from "../staged-log.ts";
import { parseJson, recordsOf } from "./flatten-json.ts";
import { JsonElements } from "./json-elements.ts";
import { findJsonMap, type JsonMap } from "./json-map.ts";
import { readText, type TextSource } from "../read-text.ts";
import { RepeatedKeys } from "./repeated-keys.ts";
import { RecordStage, type RecordField } from "../records/record-stage.ts";
import type { RecordReading } from "../records/stage-records.ts";

/** Arrays of one document among which the one of the events is sought. */
const MAX_ARRAYS = 1000;

export interface ImportJsonOptions extends TextSource, RecordReading {
  readonly bounds: ImportBounds;
  /** `jsonl`: one object after another; `json`: one document that holds an array of objects. */
  readonly kind: "json" | "jsonl";
}

/**
 * Stages JSON: one object a record, as lines (JSONL, NDJSON) or in an array, at the top of the document or below keys.
 * Of several arrays, one called `events` is taken, else the longest. Records or lists of them may also stand under keys of their
 * own, which become a column. Objects within a record become columns `outer.inner`.
 */
export async function importJson(options: ImportJsonOptions): Promise<StagedLog> {
  const { path, map } = options.kind === "json" ? await findEvents(options) : { path: "", map: null };
  const tally = new ErrorTally();
  const stage = new RecordStage({ ...options, tally, describePlace: (line) => ({ line }) });
  const repeated = new RepeatedKeys();
  const elements = new JsonElements({
    topLevel: options.kind === "jsonl",
    mapDepth: map === null || map.isOfLists ? undefined : map.parent.length + map.levels,
    maxLength: options.bounds.limits.maxLineBytes,
    onTooLong: (line) => tally.addExcess(options.bounds.lineExcess(), { line }, []),
    onObject(at, text, line) {
      const own = map === null ? [] : keyFields(map, elements.keys);
      if (own === null || (map === null && at !== path)) return;
      try {
        const value = parseJson(text);
        repeated.look(text, value, line);
        if (typeof value === "object" && value !== null)
          for (const record of recordsOf(value)) stage.write(line, [...own, ...record]);
      } catch (err) {
        if (!(err instanceof SyntaxError)) throw err;
        tally.add("Malformed Record", { line, value: text });
      }
    },
  });
  const encoding = await readText(
    options,
    (text) => elements.push(text),
    () => stage.flush(),
  );
  if (!elements.isComplete) {
    tally.add("Malformed Record", { line: elements.line });
  }
  const format = options.isGzip ? (`${options.kind}.gz` as const) : options.kind;
  const details = { encoding, ...(path === "" ? {} : { path }) };
  return stage.finish({ format, details, doubts: repeated.doubts() });
}

/** As much of a document as tells where its records stand. */
const HEAD_CHARACTERS = 2 ** 20;

/** Where the events stand: in the array that is called so, else the one with the most objects, or under keys of their own. */
async function findEvents(
  options: ImportJsonOptions,
): Promise<{ readonly path: string; readonly map: JsonMap | null }> {
  let head = "";
  const counts = new Map<string, number>();
  const elements = new JsonElements({
    topLevel: false,
    maxLength: 0,
    onObject: () => undefined,
    onTooLong: () => {
      const count = counts.get(elements.path);
      if (count !== undefined || counts.size < MAX_ARRAYS) counts.set(elements.path, (count ?? 0) + 1);
    },
  });
  await readText(
    { ...options, onProgress: () => undefined },
    (text) => {
      if (head.length < HEAD_CHARACTERS) head += text;
      elements.push(text);
    },
    () => Promise.resolve(),
  );
  const found = [...counts].toSorted(([, left], [, right]) => right - left);
  const named = found.find(([path]) => /(?:^|\.)events?$/i.test(path));
  const [path] = named ?? found[0] ?? [];
  const map = findJsonMap(head);
  if (map !== null && (path === undefined || isWithin(path, map))) return { path: map.parent.join("."), map };
  if (path !== undefined) return { path, map: null };
  throw new ImportRefusal(
    "NotAnEventLog",
    'The JSON document holds no array of objects. Upload an array of events, for example [{"case": "1", "activity": "Start", "time": "2024-01-01T08:00:00Z"}], or one event a line.',
  );
}

/** Whether an array stands below the records of a map, or is one of its lists, unless it is called `events` beside others. */
function isWithin(path: string, { parent, isOfLists }: JsonMap): boolean {
  const above = parent.map((key) => `${key}.`).join("");
  const isEvents = isOfLists && /^events?$/i.test(path.slice(above.length));
  return path.startsWith(above) && !isEvents;
}

/** The keys under which a record stands, as fields of it; null for an object elsewhere. */
function keyFields({ parent, levels, names }: JsonMap, keys: readonly string[]): RecordField[] | null {
  const isThere = keys.length === parent.length + levels && parent.every((key, at) => key === keyText(keys[at]));
  return isThere ? names.map((name, at): RecordField => [name, keyText(keys[parent.length + at])]) : null;
}

function keyText(written = ""): string {
  if (!written.includes("\\")) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}
