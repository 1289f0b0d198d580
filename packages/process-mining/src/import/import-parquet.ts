import { stat } from "node:fs/promises";
import { cellText } from "./cell-text.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { ErrorTally } from "./error-tally.ts";
import type { ImportBounds } from "./import-bounds.ts";
import { ImportRefusal } from "./import-refusal.ts";
import { sqlName, sqlText } from "./sql-text.ts";
import type { StagedColumn, StagedLog } from "./staged-log.ts";

/** A Parquet file as a staged log; it is read in place. */
export async function importParquet(
  session: DuckDbSession,
  path: string,
  bounds: ImportBounds,
  signal: AbortSignal,
): Promise<StagedLog> {
  const source = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  try {
    const described = await session.query(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${source}`);
    const stored = described.map(([name, type]) => ({ name: cellText(name), type: cellText(type) }));
    const rows = Number((await session.query(`SELECT count(*) FROM ${source}`))[0]?.[0] ?? 0);
    bounds.checkColumns(stored.length);
    // Repeated values take no room in Parquet, but a character each as text.
    bounds.checkGrowth((await stat(path)).size, rows * stored.length, "The file, written out as text, takes");
    const textual = await findTextualColumns(session, source, stored);
    const columns: StagedColumn[] = [];
    const fields = new Map<string, string>();
    for (const [index, { name, type }] of stored.entries()) {
      const read = textual.has(index) ? textExpression(name, type) : sqlName(name);
      fields.set(`c${index}`, `${read} AS c${index}`);
      const isText = textual.has(index);
      columns.push({
        name,
        sql: `c${index}`,
        type: isText ? "VARCHAR" : type,
        ...(isText ? { declaredType: "VARCHAR" } : {}),
      });
    }
    const relationOf = (some: readonly StagedColumn[]): string =>
      `(SELECT ${["file_row_number AS row_index", ...some.map(({ sql }) => fields.get(sql) ?? sql)].join(", ")} FROM ${source})`;
    return {
      format: "parquet",
      relation: relationOf(columns),
      relationOf,
      columns,
      rows,
      tally: new ErrorTally(),
      locate: async (rowIndexes) => rowIndexes.map((index) => ({ row: index + 1 })),
      details: {},
      isDelimiterGiven: false,
    };
  } catch (err) {
    signal.throwIfAborted();
    throw err instanceof ImportRefusal ? err : unreadableParquet(err);
  }
}

interface StoredColumn {
  readonly name: string;
  readonly type: string;
}

/** Columns that hold text; byte strings count when all of them are UTF-8, as some writers don't annotate text. */
async function findTextualColumns(
  session: DuckDbSession,
  source: string,
  stored: readonly StoredColumn[],
): Promise<ReadonlySet<number>> {
  const textual = new Set<number>();
  const bytes: number[] = [];
  for (const [index, { type }] of stored.entries()) {
    if (type === "VARCHAR" || type.startsWith("ENUM")) textual.add(index);
    else if (type === "BLOB") bytes.push(index);
  }
  if (bytes.length === 0) return textual;
  const strays = bytes.map((index) => {
    const { name = "", type = "" } = stored[index] ?? {};
    return `count(*) FILTER (${sqlName(name)} IS NOT NULL AND ${textExpression(name, type)} IS NULL)`;
  });
  const [counts = []] = await session.query(`SELECT ${strays.join(", ")} FROM ${source}`);
  for (const [at, index] of bytes.entries()) if (Number(counts[at]) === 0) textual.add(index);
  return textual;
}

function textExpression(name: string, type: string): string {
  if (type === "BLOB") return `TRY(decode(${sqlName(name)}))`;
  return type === "VARCHAR" ? sqlName(name) : `CAST(${sqlName(name)} AS VARCHAR)`;
}

/** The refusal for an error that DuckDB raised while it read a Parquet file. */
export function unreadableParquet(err: unknown): unknown {
  if (!(err instanceof Error) || /Out of Memory|No space left/i.test(err.message)) return err;
  const reason = err.message.split("\n", 1)[0]?.replace(/(?:file )?'?"?\/[^\s'"]*'?"?/g, "the file") ?? "";
  return new ImportRefusal(
    "UnreadableParquet",
    `The Parquet file is damaged or incomplete (${reason}). Export and upload it again.`,
  );
}
