import { cellText } from "./cell-text.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { ErrorTally } from "./error-tally.ts";
import { ImportRefusal } from "./import-refusal.ts";
import { sqlName, sqlText } from "./sql-text.ts";
import type { StagedLog } from "./staged-log.ts";

/** A Parquet file as a staged log; it is read in place. */
export async function importParquet(session: DuckDbSession, path: string, signal: AbortSignal): Promise<StagedLog> {
  const source = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  try {
    const described = await session.query(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${source}`);
    const columns = described.map(([name, type], index) => ({
      name: cellText(name),
      sql: `c${index}`,
      type: stagedType(cellText(type)),
    }));
    const rows = Number((await session.query(`SELECT count(*) FROM ${source}`))[0]?.[0] ?? 0);
    const fields = columns.map(({ name, sql }, index) => {
      const isEnum = cellText(described[index]?.[1]).startsWith("ENUM");
      return `${isEnum ? `CAST(${sqlName(name)} AS VARCHAR)` : sqlName(name)} AS ${sql}`;
    });
    return {
      format: "parquet",
      relation: `(SELECT file_row_number AS row_index${fields.map((field) => `, ${field}`).join("")} FROM ${source})`,
      columns,
      rows,
      tally: new ErrorTally(),
      locate: async (rowIndexes) => rowIndexes.map((index) => ({ row: index + 1 })),
      details: {},
      isDelimiterGiven: false,
    };
  } catch (err) {
    signal.throwIfAborted();
    throw unreadableParquet(err);
  }
}

const stagedType = (type: string): string => (type.startsWith("ENUM") ? "VARCHAR" : type);

/** The refusal for an error that DuckDB raised while it read a Parquet file. */
export function unreadableParquet(err: unknown): unknown {
  if (!(err instanceof Error) || /Out of Memory|No space left/i.test(err.message)) return err;
  const reason = err.message.split("\n", 1)[0]?.replace(/(?:file )?'?"?\/[^\s'"]*'?"?/g, "the file") ?? "";
  return new ImportRefusal(
    "UnreadableParquet",
    `The Parquet file is damaged or incomplete (${reason}). Export and upload it again.`,
  );
}
