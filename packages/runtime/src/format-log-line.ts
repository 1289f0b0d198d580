import { styleText } from "node:util";
import { redactText } from "./redact-text.ts";
import { loggableEntries, type Loggable } from "./to-loggable.ts";

export type LogLevel = "error" | "warn" | "info" | "debug";

/** One record on its way to the log. */
export interface LogRecord {
  readonly time: Date;
  readonly level: LogLevel;
  readonly service: string;
  /** The named part of the service, such as `reconciler`. */
  readonly part: string | null;
  readonly message: string;
  /** The logger's own, then the record's, which win. */
  readonly fields: readonly Readonly<Record<string, unknown>>[];
}

/** One line of JSON: time, level, service, part, message, then the fields. A field can't take the place of these. */
export function formatJsonLine(record: LogRecord): string {
  const { part } = record;
  const entries: [string, Loggable][] = [
    ["time", record.time.toISOString()],
    ["level", record.level],
    ["service", record.service],
  ];
  if (part !== null) entries.push(["part", part]);
  entries.push(["message", redactText(record.message)]);
  for (const fields of record.fields)
    for (const [key, value] of loggableEntries(fields))
      entries.push([FIXED.has(key) && (key !== "part" || part !== null) ? `${key}_` : key, value]);
  return JSON.stringify(Object.fromEntries(entries));
}

const FIXED: ReadonlySet<string> = new Set(["time", "level", "service", "part", "message"]);

const COLOURS = { error: "red", warn: "yellow", info: "green", debug: "gray" } as const;

/** For a developer's terminal: one line, and below it the stack of an error where there is one. */
export function formatPrettyLine(record: LogRecord): string {
  const fields = Object.fromEntries(record.fields.flatMap(loggableEntries));
  const place = record.part === null ? record.service : `${record.service}/${record.part}`;
  const level = styleText(COLOURS[record.level], record.level.toUpperCase().padEnd(5), { validateStream: false });
  const shown = Object.entries(fields).map(([key, value]) => styleText("dim", ` ${key}=${showValue(value)}`, NO_CHECK));
  const head = `${record.time.toISOString().slice(11, 23)} ${level} ${place} ${redactText(record.message)}`;
  const stacks = Object.values(fields).flatMap((value) => stackOf(value) ?? []);
  return [head + shown.join(""), ...stacks.map((stack) => styleText("dim", stack, NO_CHECK))].join("\n");
}

const NO_CHECK = { validateStream: false };

function showValue(value: Loggable): string {
  if (stackOf(value) !== null) {
    return JSON.stringify(asObject(value)["message"]);
  }
  return typeof value === "string" && /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value);
}

function stackOf(value: Loggable): string | null {
  const stack = asObject(value)["stack"];
  return typeof stack === "string" ? stack : null;
}

function asObject(value: Loggable): Readonly<Record<string, Loggable>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Loggable>>)
    : {};
}
