import { join } from "node:path";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import { LEAST_PLAIN_BYTES } from "../csv/plain-csv.ts";
import { sampleSizes } from "../columns/profile-columns.ts";
import { sqlText } from "../text/sql-text.ts";
import { stagedRelations, type StagedLog } from "../staging/staged-log.ts";
import { plainRecords } from "./plain-records.ts";
import { PLACE, ROW, type RecordColumns } from "./record-columns.ts";

/** How a reader of records keeps them. */
export interface RecordReading {
  readonly session: DuckDbSession;
  readonly scratchDir: string;
  /** What records may take of memory. */
  readonly memoryBytes: number;
  /** From which size records that have nothing unusual about them aren't staged; null when all are to be. */
  readonly plain: { readonly leastBytes?: number | undefined } | null;
  readonly onLoad: (fraction: number) => void;
}

export interface RecordLog extends Omit<StagedLog, "relation" | "relationOf" | "rows" | "locate" | "plain"> {
  /** Whether records are to be put in the order of their places. */
  readonly sortByPlace?: boolean;
  readonly describePlace: (place: number) => ImportErrorExample;
  /** Completes the table `staged` of all records. @returns what of the log that changes */
  readonly complete?: () => Promise<Partial<StagedLog>>;
}

/**
 * Makes a staged log of records: all of them in the table `staged`, or where they may be plain a sample, while the rows are
 * read from memory.
 */
export async function stageRecords(
  { session, scratchDir, plain, onLoad }: RecordReading,
  records: RecordColumns,
  { sortByPlace = false, describePlace, complete, ...log }: RecordLog,
): Promise<StagedLog> {
  const names = log.columns.map(({ sql }) => sql);
  if (names.length > 0) records.column(names.length - 1);
  const load = async (paths: readonly string[], order = ""): Promise<void> => {
    const files = paths.map(sqlText).join(", ");
    await session.query(
      `CREATE OR REPLACE TABLE staged AS SELECT ${[PLACE, ...names].join(", ")} FROM read_parquet([${files}], union_by_name = true) ${order}`,
      (fraction) => onLoad(0.5 + 0.5 * fraction),
    );
  };
  const rows = records.rowCount;
  const base = { ...log, ...stagedRelations(log.columns) };
  const stage = async (): Promise<StagedLog> => {
    const files = await records.toFiles((fraction) => onLoad(0.5 * fraction));
    await load(files, sortByPlace ? `ORDER BY ${PLACE}` : "");
    const locate = async (indexes: readonly number[]): Promise<ImportErrorExample[]> => {
      if (indexes.length === 0) return [];
      const found = await session.query(
        `SELECT ${PLACE} FROM staged WHERE rowid IN (${indexes.join(", ")}) ORDER BY rowid`,
      );
      return found.map(([place]) => describePlace(Number(place)));
    };
    return { ...base, rows, locate, ...(await complete?.()) };
  };
  if (
    plain === null ||
    log.isTimed === false ||
    !records.mayBePlain(plain.leastBytes ?? LEAST_PLAIN_BYTES, sortByPlace)
  )
    return stage();
  const { first, last } = sampleSizes(names.length);
  const samplePath = join(scratchDir, "sample.parquet");
  const sampled = Math.min(rows, first + last);
  const sample = Array.from({ length: sampled }, (_, at) => (at < first ? at : rows - sampled + at));
  await records.writeRows(samplePath, sample);
  await load([samplePath]);
  return {
    ...base,
    rows: sampled,
    locate: async (indexes) => Promise.resolve(indexes.map((row) => describePlace(records.placeOf(row)))),
    plain: {
      scan: async (kinds) => Promise.resolve(plainRecords(records, kinds)),
      giveUp: () => undefined,
      stage,
      async stageRows(_, some) {
        const path = join(scratchDir, "rows.parquet");
        await records.writeRows(path, some);
        return stagedRelations(log.columns, `read_parquet(${sqlText(path)})`, ROW);
      },
    },
  };
}
