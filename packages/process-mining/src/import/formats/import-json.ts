import { ErrorTally } from "../error-tally.ts";
import type { ImportBounds } from "../import-bounds.ts";
import { ImportRefusal } from "../import-refusal.ts";
import type { StagedLog } from "../staged-log.ts";
import { parseJson, recordsOf } from "./flatten-json.ts";
import { JsonElements } from "./json-elements.ts";
import { readText, type TextSource } from "../read-text.ts";
import { RepeatedKeys } from "./repeated-keys.ts";
import { RecordStage } from "../records/record-stage.ts";
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
 * Of several arrays, one called `events` is taken, else the longest. Objects within a record become columns `outer.inner`.
 */
export async function importJson(options: ImportJsonOptions): Promise<StagedLog> {
  const path = options.kind === "json" ? await findEvents(options) : "";
  const tally = new ErrorTally();
  const stage = new RecordStage({ ...options, tally, describePlace: (line) => ({ line }) });
  const repeated = new RepeatedKeys();
  const elements = new JsonElements({
    topLevel: options.kind === "jsonl",
    maxLength: options.bounds.limits.maxLineBytes,
    onTooLong: (line) => tally.addExcess(options.bounds.lineExcess(), { line }, []),
    onObject(at, text, line) {
      if (at !== path) return;
      try {
        const value = parseJson(text);
        repeated.look(text, value, line);
        if (typeof value === "object" && value !== null)
          for (const record of recordsOf(value)) stage.write(line, record);
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

/** Where the array of events stands: the one that is called so, else the one with the most objects. */
async function findEvents(options: ImportJsonOptions): Promise<string> {
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
    (text) => elements.push(text),
    () => Promise.resolve(),
  );
  const found = [...counts].toSorted(([, left], [, right]) => right - left);
  const named = found.find(([path]) => /(?:^|\.)events?$/i.test(path));
  const chosen = named ?? found[0];
  if (chosen !== undefined) return chosen[0];
  throw new ImportRefusal(
    "NotAnEventLog",
    'The JSON document holds no array of objects. Upload an array of events, for example [{"case": "1", "activity": "Start", "time": "2024-01-01T08:00:00Z"}], or one event a line.',
  );
}
