import { open } from "node:fs/promises";
import type { CsvRecord } from "./csv-record-scanner.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ErrorTally } from "../terms/error-tally.ts";
import type { StagedLog } from "../staging/staged-log.ts";

/** Values that show what a column always has. */
const LEAST_VALUES = 20;
/** Texts as short say nothing by being shorter. */
const LEAST_CHARACTERS = 4;
/** Figures of a number that is as long as all others by more than chance, as ids and counted times are. */
const LEAST_FIGURES = 8;
const POINTS = 10;
const LINE_ENDS = new Set([10, 13]);

/** Whether a file ends within a line; one whose last line lacks its end alone may be whole. */
export async function endsWithinLine(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return bytesRead === 1 && !LINE_ENDS.has(buffer[0] ?? 0);
  } finally {
    await file.close();
  }
}

/** The last record of a file, and the one before it. */
export interface LastRecords {
  readonly last: CsvRecord | null;
  readonly before: CsvRecord | null;
}

/** A file whose last record alone is too short, but looks as the one before it, and lacks its line end. */
export function doubtCutRecord({ last, before }: LastRecords, width: number, tally: ErrorTally): Doubt[] {
  if (last === null || before === null || (last.fault === null && last.fields.length >= width)) return [];
  const type = last.fault ?? "Wrong Column Count";
  if (tally.entries().some((entry) => entry.type === type && !entry.resolved && entry.count > 1)) return [];
  // A total or a note below the table is no part of a record.
  const whole = last.fields.slice(0, last.fault === null ? -1 : undefined);
  const isAlike =
    whole.length > 0
      ? whole.some((field, at) => shapeOf(field) === shapeOf(before.fields[at] ?? ""))
      : shapeOf(before.fields[0] ?? "").startsWith(shapeOf(last.fields[0] ?? ""));
  if (!isAlike) return [];
  const what = last.fault === null ? `has ${last.fields.length} of ${width} fields` : "ends within quotes";
  return [cutOff(`line ${last.line} ${what}, and the line has no end`)];
}

/** What kinds of signs a text has, one behind the other. */
const shapeOf = (text: string): string =>
  text
    .replaceAll(/\p{L}+/gu, "a")
    .replaceAll(/\d+/g, "9")
    .trim();

/**
 * A file whose last value is shorter than any other of its column, all of which have one length, or is the beginning of another
 * and no value of its own. @param values - of the last column, the file's last one at the end
 */
function doubtCutValue(column: string, values: readonly (string | null)[]): Doubt[] {
  const others = values.slice(0, -1).flatMap((value) => value ?? []);
  const last = values.at(-1) ?? "";
  if (others.length < LEAST_VALUES) return [];
  const shortest = others.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const isNumber = others.every((value) => /^[-+]?[\d.,]+$/.test(value));
  const isOfOneLength =
    others.every(({ length }) => length === shortest) && shortest >= (isNumber ? LEAST_FIGURES : LEAST_CHARACTERS);
  const isAlwaysFilled = others.length === values.length - 1;
  // Names may begin as others do; words of a few states that are used again and again don't.
  const areWords = !isNumber && new Set(others).size * 2 <= others.length;
  const isBeginning = areWords && others.some((value) => value.startsWith(last));
  const isCut =
    last === "" ? isAlwaysFilled && isOfOneLength : last.length < shortest && (isOfOneLength || isBeginning);
  if (!isCut) return [];
  return [
    cutOff(
      `its last value is ${JSON.stringify(last)}, and no other of "${column}" is as short, and the line has no end`,
      column,
    ),
  ];
}

/** JSON that ends where neither an object nor a list does, with some open. */
export const doubtCutJson = (line: number, lastSign: string): Doubt[] =>
  "]}".includes(lastSign) ? [] : [cutOff(`line ${line} closes nothing of what is open`)];

const cutOff = (what: string, column?: string): Doubt => ({
  kind: "CutOff",
  ...(column === undefined ? {} : { column }),
  detail: `The file ends in the middle of a record: ${what}. It seems to be the part of a file whose transfer or export was interrupted, so that later events are missing. Compare its size with the source, and upload it again.`,
  points: POINTS,
});

/** Whether a file breaks off in its last value; `rows` are a sample of its rows that ends with the last. */
export const doubtLastValue = (
  { columns, endsWithinLine: breaksOff }: Pick<StagedLog, "columns" | "endsWithinLine">,
  rows: readonly (readonly (string | null)[])[],
): Doubt[] =>
  breaksOff === true
    ? doubtCutValue(
        columns.at(-1)?.name ?? "",
        rows.map((row) => row.at(-1) ?? null),
      )
    : [];
