import { detectTimeFormat } from "../time/detect-time-format.ts";
import { usualRule } from "../time/read-time.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import { settleClocks } from "./clock-columns.ts";
import { isMissingWord, isNoNumber } from "../text/missing-words.ts";
import { detectValueType, isNumeric, type ValueType } from "../text/detect-value-type.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { shortValue } from "../terms/error-tally.ts";
import type { FileSample } from "../terms/import-result.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { isCountType, textSql } from "../staging/staged-text.ts";

export interface StagedProfile {
  /** Time format of each column by its sample, null for no time. */
  readonly times: readonly (DetectedTimeFormat | null)[];
  /** The type that the sample suggests for each column of text; VARCHAR for all others. */
  readonly types: readonly ValueType[];
  /** Sample values by column, no blanks; long ones are cut. */
  readonly values: readonly (readonly string[])[];
  /** The sample by row: the first rows of the log and its last, in the order of the file; long values are cut. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Where in `rows` those begin that follow others only in the sample. */
  readonly gapAt: number;
}

const maxFirstRows = 10_000;
const maxLastRows = 1_000;
/** Bounds the memory that the sample of a log with many columns takes. */
const maxSampleCells = 1_000_000;
/** Longer texts are neither times nor numbers. */
const maxSampleCharacters = 100;

/** How many rows at the beginning of a log and at its end are looked at. */
export function sampleSizes(columns: number): { readonly first: number; readonly last: number } {
  const most = Math.max(20, Math.floor(maxSampleCells / columns));
  return { first: Math.min(maxFirstRows, Math.ceil(most * 0.9)), last: Math.min(maxLastRows, Math.ceil(most * 0.1)) };
}

/** What is shown of a file before anything is decided, so that an answer with it stays small. */
const SHOWN = { rows: 20, columns: 50, characters: 60 } as const;

/** The first rows as they stand in the file. */
export function shownRows(log: StagedLog, profile: StagedProfile): FileSample {
  return {
    columns: log.columns.slice(0, SHOWN.columns).map(({ name }) => shortValue(name)),
    rows: profile.rows
      .slice(0, SHOWN.rows)
      .map((row) =>
        row
          .slice(0, SHOWN.columns)
          .map((value) => (value === null ? null : shortValue(value.slice(0, SHOWN.characters)))),
      ),
  };
}

/** Looks at the first 10,000 rows of the log and the last 1,000. */
export async function profileColumns(
  session: DuckDbSession,
  log: StagedLog,
  onFraction: (fraction: number) => void,
): Promise<StagedProfile> {
  const { first: firstRows, last: lastRows } = sampleSizes(log.columns.length);
  const fields = log.columns.map((column) => `left(${textSql(column)}, ${maxSampleCharacters})`);
  const found = await session.query(
    `SELECT ${fields.join(", ")} FROM ${log.relation} WHERE row_index < ${firstRows} OR row_index >= ${log.rows - lastRows}`,
    onFraction,
  );
  const rows = found.map((row) =>
    row.map((value) => (typeof value === "string" && value.trim() !== "" ? value : null)),
  );
  const values = log.columns.map((_, index) => rows.flatMap((row) => row[index] ?? []));
  const times = settleClocks(
    log.columns.map(({ name, type }, index) => {
      const filled = present(values[index] ?? []);
      return { name, time: profileTime(type, filled), values: filled };
    }),
  );
  const types = log.columns.map((column, index): ValueType => {
    if (column.type !== "VARCHAR") return "VARCHAR";
    const time = times[index];
    const isCleanTime = time?.share === 1 && !time.isWeak && !time.isAmbiguous && time.kind !== "clock";
    return column.declaredType ?? detectType(present(values[index] ?? []), isCleanTime);
  });
  return { times, types, values, rows, gapAt: Math.min(firstRows, log.rows) };
}

const present = (values: readonly string[]): string[] => values.filter((value) => !isMissingWord(value));

/** The type of a column; among numbers, infinity and the like are missing ones. */
function detectType(values: readonly string[], isTime: boolean): ValueType {
  const numbers = values.filter((value) => !isNoNumber(value));
  if (numbers.length < values.length) {
    const type = detectValueType(numbers, false);
    if (isNumeric(type)) return type;
  }
  return detectValueType(values, isTime);
}

function profileTime(type: string, values: readonly string[]): DetectedTimeFormat | null {
  if (type.startsWith("TIMESTAMP")) return typedTime("moment", type === "TIMESTAMP_NS");
  if (type === "DATE") return typedTime("date", false);
  if (/^TIME(?:_NS)?$/.test(type)) return typedTime("clock", false);
  return type === "VARCHAR" || isCountType(type) ? detectTimeFormat(values) : null;
}

function typedTime(kind: DetectedTimeFormat["kind"], hasNanos: boolean): DetectedTimeFormat {
  const format = { rule: usualRule, given: null, fast: { kind: "iso" }, described: "ISO 8601", hasNanos } as const;
  return {
    format,
    kind,
    share: 1,
    isAmbiguous: false,
    isWeak: kind === "clock",
    isFaint: kind === "clock",
    mixedUnits: [],
  };
}
