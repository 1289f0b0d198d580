import { types } from "node:util";
import { isSecretKey, REDACTED, redactText } from "./redact-text.ts";

/** What JSON can hold. */
export type Loggable = string | number | boolean | null | readonly Loggable[] | { readonly [key: string]: Loggable };

const MAX_DEPTH = 8;
const MAX_ENTRIES = 200;
const MAX_TEXT = 16_384;

/**
 * The fields of a record as copies that are safe to write to a log: secrets redacted, errors with code and cause, cycles
 * cut, size bounded. Never throws, whatever getters and proxies do.
 */
export function loggableEntries(fields: object): [string, Loggable][] {
  try {
    if (Object.getPrototypeOf(fields) === Object.prototype) return convertEntries(readEntries(fields), [fields]);
  } catch {
    return [];
  }
  const value = convert(fields, []);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** `ancestors` are the objects that `value` is inside of. */
function convert(value: unknown, ancestors: readonly object[]): Loggable {
  try {
    return typeof value === "object" && value !== null ? convertObject(value, ancestors) : convertPrimitive(value);
  } catch {
    return "[unreadable]";
  }
}

function convertPrimitive(value: unknown): Loggable {
  switch (typeof value) {
    case "string":
      return redactText(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}… (${value.length} characters)` : value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "bigint":
    case "symbol":
      return String(value);
    case "function":
      return "[function]";
    default:
      return null;
  }
}

function convertObject(value: object, ancestors: readonly object[]): Loggable {
  if (ancestors.includes(value)) {
    return "[circular]";
  }
  if (ancestors.length >= MAX_DEPTH) {
    return "[too deep]";
  }
  const within = [...ancestors, value];
  if (types.isNativeError(value) || value instanceof Error) {
    return convertError(value, within);
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  }
  if (value instanceof URL) {
    return redactText(value.href);
  }
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
    return `[${value.byteLength} bytes]`;
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, entry]) => [String(key), entry] as const);
    return Object.fromEntries(convertEntries(entries, within));
  }
  if (Array.isArray(value) || value instanceof Set) {
    return convertList([...value], within);
  }
  return Object.fromEntries(convertEntries(readEntries(value), within));
}

/** An error's own fields matter (`code`, `status`, …); its message and stack are not enumerable. */
function convertError(error: Error, within: readonly object[]): Loggable {
  const { message, stack, cause } = error;
  const own = readEntries(error).filter(([key]) => !["name", "message", "stack", "cause", "errors"].includes(key));
  const entries: [string, unknown][] = [
    ["name", error.name],
    ["message", message],
    ...own,
    ...(error instanceof AggregateError ? [["errors", error.errors] as [string, unknown]] : []),
    ...(cause === undefined ? [] : [["cause", cause] as [string, unknown]]),
    ["stack", stack],
  ];
  return Object.fromEntries(convertEntries(entries, within));
}

function convertList(list: readonly unknown[], within: readonly object[]): Loggable {
  const shown = list.slice(0, MAX_ENTRIES).map((entry) => convert(entry, within));
  return list.length > MAX_ENTRIES ? [...shown, `… ${list.length - MAX_ENTRIES} more`] : shown;
}

function convertEntries(
  entries: readonly (readonly [string, unknown])[],
  within: readonly object[],
): [string, Loggable][] {
  const shown: [string, Loggable][] = [];
  for (const [idx, [key, entry]] of entries.entries()) {
    if (idx === MAX_ENTRIES) {
      shown.push(["…", `${entries.length - MAX_ENTRIES} more`]);
      break;
    }
    if (entry !== undefined) shown.push([key, entry !== null && isSecretKey(key) ? REDACTED : convert(entry, within)]);
  }
  return shown;
}

/** Like Object.entries, but a getter that throws costs only its own entry. */
function readEntries(value: object): [string, unknown][] {
  return Object.keys(value).map((key): [string, unknown] => {
    try {
      return [key, Reflect.get(value, key)];
    } catch {
      return [key, "[unreadable]"];
    }
  });
}
