import type { DuckDbSession } from "./duckdb-session.ts";
import { detectTimeFormat, type DetectedTimeFormat } from "./detect-time-format.ts";
import { detectValueType, type ValueType } from "./detect-value-type.ts";
import type { StagedLog } from "./staged-log.ts";

export interface StagedProfile {
  /** Time format of each column by its sample, null for no time. */
  readonly times: readonly (DetectedTimeFormat | null)[];
  /** The type that the sample suggests for each column of text; VARCHAR for all others. */
  readonly types: readonly ValueType[];
  /** Sample values by column, no blanks. */
  readonly values: readonly (readonly string[])[];
  /** The first rows as text. */
  readonly firstRows: readonly (readonly (string | null)[])[];
}

const sampleRows = 10_000;
const firstRows = 20_000;

/** Looks at up to 10,000 rows spread over the whole log, and at its first rows. */
export async function profileColumns(session: DuckDbSession, log: StagedLog): Promise<StagedProfile> {
  const step = Math.max(1, Math.ceil(log.rows / sampleRows));
  const fields = log.columns.map(({ sql, type }) => (type === "VARCHAR" ? sql : `CAST(${sql} AS VARCHAR)`)).join(", ");
  const read = async (where: string) =>
    (await session.query(`SELECT ${fields} FROM ${log.relation} WHERE ${where} ORDER BY row_index`)).map((row) =>
      row.map((value) => (typeof value === "string" ? value : null)),
    );
  const spread = await read(`row_index % ${step} = 0`);
  const values = log.columns.map((_, index) => spread.flatMap((row) => (row[index]?.trim() ? [row[index]] : [])));
  const times = log.columns.map((column, index) => profileTime(column.type, values[index] ?? []));
  const types = log.columns.map((column, index): ValueType => {
    if (column.type !== "VARCHAR") return "VARCHAR";
    const found = times[index];
    const isCleanTime = found?.share === 1 && !found.isWeak && !found.isAmbiguous;
    return column.declaredType ?? detectValueType(values[index] ?? [], isCleanTime);
  });
  return { times, types, values, firstRows: step === 1 ? spread : await read(`row_index < ${firstRows}`) };
}

const typedTime: DetectedTimeFormat = { format: { kind: "iso" }, share: 1, isAmbiguous: false, isWeak: false };

function profileTime(type: string, values: readonly string[]): DetectedTimeFormat | null {
  if (type.startsWith("TIMESTAMP") || type === "DATE") return typedTime;
  if (type === "VARCHAR" || /^(?:U?BIGINT|U?INTEGER|DOUBLE)$/.test(type)) return detectTimeFormat(values);
  return null;
}
