/** Stands for what can't be kept, as in Unicode's own rules for decoders. */
const REPLACEMENT = "\uFFFD";

/** Escapes of a NUL or a lone surrogate in JSON text; a pair of surrogates is never escaped by `JSON.stringify`. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** A value that is no JSON: it refers to itself, or is nested too deeply. */
export class UnstorableValueError extends Error {
  constructor(cause: unknown) {
    super(`not storable as JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = "UnstorableValueError";
  }
}

/** Whether Postgres can keep the text: its text has no NUL, and its JSON no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The text with U+FFFD for each character that Postgres can't keep. */
export function storableText(text: string): string {
  return isStorableText(text) ? text : text.toWellFormed().replaceAll("\0", REPLACEMENT);
}

/**
 * JSON text that Postgres can keep: as `JSON.stringify` writes it, with U+FFFD for what `storableText` replaces, in keys
 * too. Big integers become numbers where these are exact, else text; undefined becomes null.
 * @throws UnstorableValueError
 */
export function storableJson(value: unknown): string {
  try {
    // It is undefined for undefined and functions, whatever its type says.
    const text = (jsonText(value) as string | undefined) ?? "null";
    // The escape may also be the customer's own text with a backslash of its own before it; the walk tells them apart.
    return UNSTORABLE_ESCAPE.test(text) ? JSON.stringify(storableValue(JSON.parse(text))) : text;
  } catch (err) {
    throw new UnstorableValueError(err);
  }
}

/** A replacer makes it several times as slow, so there is one only where JSON has no word for a value. */
function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify(value, plainBigInt);
  }
}

function plainBigInt(_key: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function storableValue(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storableValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storableValue(item)]));
}
