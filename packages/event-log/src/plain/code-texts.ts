import type { Dictionary } from "../parquet/parquet-column.ts";
import type { TimeReader } from "../time/time-reader.ts";
import type { ValueType } from "../text/detect-value-type.ts";
import { isMissingWord, isNoNumber } from "../text/missing-words.ts";
import { NotPlain } from "./not-plain.ts";

/** More distinct texts of times than this are read faster by the database. */
export const MOST_DISTINCT_TIMES = 1_500_000;
const WHOLE = /^(?:0|-?[1-9]\d{0,18})$/;
const REAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Numbers that every reader rounds alike. */
const USUAL_REAL = /^[^eE]{1,40}(?:[eE][+-]?\d{1,2})?$/;
const BIGINTS = 2n ** 63n;

export interface CodedTexts {
  readonly values: Float64Array | BigInt64Array | Uint8Array;
  /** Numbers of the texts that aren't of the type. */
  readonly unread: readonly number[];
}

/**
 * The values of distinct texts, as `castExpression` and the time reader read them; times in microseconds since 1970.
 * @throws NotPlain for numbers and times of extreme size
 */
export function codeTexts(
  texts: Dictionary,
  type: Exclude<ValueType, "VARCHAR">,
  reader: TimeReader | null,
): CodedTexts {
  switch (type) {
    case "BIGINT":
      return coded(texts, new BigInt64Array(texts.count), (text) => {
        const value = WHOLE.test(text) ? BigInt(text) : null;
        return value === null || value >= BIGINTS || value < -BIGINTS ? null : value;
      });
    case "DOUBLE":
      return coded(texts, new Float64Array(texts.count), (text) => {
        if (!REAL.test(text)) return null;
        if (!USUAL_REAL.test(text)) throw new NotPlain("a number of extreme size");
        return Number(text);
      });
    case "DECIMAL_COMMA":
    case "GROUPED":
      throw new NotPlain("numbers with commas");
    case "BOOLEAN":
      return coded(texts, new Uint8Array(texts.count), (text) => {
        const word = text.toLowerCase();
        return word === "true" ? 1 : word === "false" ? 0 : null;
      });
    case "TIMESTAMP":
      return coded(texts, new Float64Array(texts.count), (text) => {
        const micros = reader?.micros(text) ?? null;
        if (micros === null) return null;
        if (!Number.isSafeInteger(Number(micros))) throw new NotPlain("a time far from the present");
        return Number(micros);
      });
  }
}

function coded<Value extends number | bigint>(
  texts: Dictionary,
  values: CodedTexts["values"] & { [index: number]: Value },
  valueOf: (text: string) => Value | null,
): CodedTexts {
  const unread: number[] = [];
  for (let number = 0; number < texts.count; number++) {
    const text = textOf(texts, number);
    const value = valueOf(text);
    if (value === null && (isMissingWord(text) || isNoNumber(text) || text.trim() === ""))
      throw new NotPlain("a word for no value");
    if (value === null) unread.push(number);
    else values[number] = value;
  }
  return { values, unread };
}

/** The text of a number. */
export function textOf({ bytes, starts, lengths }: Dictionary, number: number): string {
  const start = starts[number] ?? 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, lengths[number] ?? 0).toString("utf8");
}
