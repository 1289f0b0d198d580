import { storableJson, type LogLevel } from "@longhaul/domain";
import type { PhaseLog } from "@longhaul/operations";
import type { LoggedEntry, LogReport } from "./protocol.ts";
import { cut, toTrace } from "./task-error.ts";

const INTERVAL_MS = 100;
const MAX_TOGETHER = 50;
const MAX_MESSAGE = 2000;
/** Longest JSON of the fields, in characters. */
const MAX_FIELDS = 4000;
/** Limit of one task's log; the ledger keeps no more of a whole operation. */
const MAX_ENTRIES = 10_000;

type Fields = Readonly<Record<string, unknown>>;

/** The log of one task. Entries are sent together, at most ten times a second; the first one after a pause at once. */
export function createPhaseLog(send: (report: LogReport) => void): {
  readonly log: PhaseLog;
  readonly flush: () => void;
} {
  let entries: LoggedEntry[] = [];
  let dropped = 0;
  let count = 0;
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (entries.length === 0 && dropped === 0) return;
    const report = { entries, dropped };
    entries = [];
    dropped = 0;
    sentAt = performance.now();
    send(report);
  };
  const add = (level: LogLevel, message: string, fields?: Fields): void => {
    // A failure is logged even when the limit is reached.
    if (count >= (level === "error" ? 2 : 1) * MAX_ENTRIES) dropped++;
    else {
      count++;
      entries.push(entryOf(level, message, fields));
    }
    // A task that keeps the process busy lets no timer run.
    if (entries.length >= MAX_TOGETHER || performance.now() - sentAt >= INTERVAL_MS) flush();
    else timer ??= setTimeout(flush, INTERVAL_MS);
  };
  const method = (level: LogLevel) => (message: string, fields?: Fields) => add(level, message, fields);
  return {
    log: { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") },
    flush,
  };
}

function entryOf(level: LogLevel, message: unknown, fields: Fields | undefined): LoggedEntry {
  const entry = { time: new Date().toISOString(), level };
  try {
    const error = Object.values(fields ?? {}).find((value) => value instanceof Error);
    return {
      ...entry,
      message: cut(String(message), MAX_MESSAGE),
      ...(fields === undefined ? {} : { fields: plainFields(fields) }),
      ...(error === undefined ? {} : { trace: toTrace(error) }),
    };
  } catch (err) {
    // Logging must never fail, whatever value it gets.
    return { ...entry, message: "an entry that can't be read", trace: toTrace(err) };
  }
}

/** What can be kept of them, as JSON would have it. */
function plainFields(fields: Fields): Fields {
  const values = Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? value.message : value]);
  const text = storableJson(Object.fromEntries(values));
  return text.length > MAX_FIELDS ? { cut: text.slice(0, MAX_FIELDS) } : (JSON.parse(text) as Fields);
}
