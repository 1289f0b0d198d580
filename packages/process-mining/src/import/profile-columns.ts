import type { DuckDbSession } from "./duckdb-session.ts";
import { detectTimeFormat, type DetectedTimeFormat } from "./detect-time-format.ts";
import { detectValueType, type ValueType } from "./detect-value-type.ts";
import type { StagedLog } from "./staged-log.ts";

export interface StagedProfile {
  /** Time format of each column by its sample, null for no time. */
  readonly times: readonly (DetectedTimeFormat | null)[];
  /** The type that the sample suggests for each column of text; VARCHAR for all others. */
  readonly types: readonly ValueType[];
  /** Sample values by column, no blanks; long ones are cut. */
  readonly values: readonly (readonly string[])[];
  /** Reads the first rows as text. */
  readonly readFirstRows: () => Promise<readonly (readonly (string | null)[])[]>;
}

const maxSampleRows = 10_000;
/** Bounds the memory that the sample of a log with many columns takes. */
const maxSampleCells = 1_000_000;
/** Longer texts are neither times nor numbers. */
const maxSampleCharacters = 100;

/** Looks at up to 10,000 rows spread over the whole log. */
export async function profileColumns(
  session: DuckDbSession,
  log: StagedLog,
  onFraction: (fraction: number) => void,
): Promise<StagedProfile> {
  const sampleRows = Math.max(10, Math.min(maxSampleRows, Math.floor(maxSampleCells / log.columns.length)));
  const step = Math.max(1, Math.ceil(log.rows / sampleRows));
  const fields = log.columns.map(({ sql, type }) =>
    type === "VARCHAR"
      ? `left(${sql}, ${maxSampleCharacters})`
      : `left(CAST(${sql} AS VARCHAR), ${maxSampleCharacters})`,
  );
  const read = async (where: string) => {
    const rows = await session.query(`SELECT ${fields.join(", ")} FROM ${log.relation} WHERE ${where}`, onFraction);
    return rows.map((row) => row.map((value) => (typeof value === "string" ? value : null)));
  };
  const spread = await read(`row_index % ${step} = 0`);
  const values = log.columns.map((_, index) => spread.flatMap((row) => (row[index]?.trim() ? [row[index]] : [])));
  const times = log.columns.map((column, index) => profileTime(column.type, values[index] ?? []));
  const types = log.columns.map((column, index): ValueType => {
    if (column.type !== "VARCHAR") return "VARCHAR";
    const found = times[index];
    const isCleanTime = found?.share === 1 && !found.isWeak && !found.isAmbiguous;
    return column.declaredType ?? detectValueType(values[index] ?? [], isCleanTime);
  });
  return { times, types, values, readFirstRows: () => read(`row_index < ${sampleRows}`) };
}

const typedTime: DetectedTimeFormat = { format: { kind: "iso" }, share: 1, isAmbiguous: false, isWeak: false };

function profileTime(type: string, values: readonly string[]): DetectedTimeFormat | null {
  if (type.startsWith("TIMESTAMP") || type === "DATE") return typedTime;
  if (type === "VARCHAR" || /^(?:U?BIGINT|U?INTEGER|DOUBLE)$/.test(type)) return detectTimeFormat(values);
  return null;
}
