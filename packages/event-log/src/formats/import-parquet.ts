import { stat } from "node:fs/promises";
import { cellText } from "../text/cell-text.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { checkParquetTexts, type ParquetText } from "./check-parquet-texts.ts";
import { ErrorTally } from "../terms/error-tally.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { sqlText } from "../text/sql-text.ts";
import { MAX_DEPTH } from "./flatten-json.ts";
import type { StagedColumn, StagedLog } from "../staging/staged-log.ts";

/** A Parquet file as a staged log; it is read in place. */
export async function importParquet(
  session: DuckDbSession,
  path: string,
  bounds: ImportBounds,
  signal: AbortSignal,
): Promise<StagedLog> {
  const file = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  try {
    const described = await session.query(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${file}`);
    const top = described.map(([name, type], index): StoredColumn => ({
      name: cellText(name),
      type: cellText(type),
      sql: `p${index}`,
    }));
    // Names of the file's own may be no part of a statement: SQL ends at a NUL.
    const source = `${file} AS file(${[...top.map(({ sql }) => sql), "file_row_number"].join(", ")})`;
    const stored: StoredColumn[] = [];
    for (const column of top) stored.push(...(await withoutStructs(session, source, column)));
    const rows = Number((await session.query(`SELECT count(*) FROM ${source}`))[0]?.[0] ?? 0);
    bounds.checkColumns(stored.length);
    // Repeated values take no room in Parquet, but a character each as text.
    bounds.checkGrowth((await stat(path)).size, rows * stored.length, "The file, written out as text, takes");
    const textual = await findTextualColumns(session, source, stored);
    const tally = new ErrorTally();
    const texts = new Map([...textual].map((index) => [index, textOf(stored[index])]));
    const replacing = await checkParquetTexts(session, source, [...texts.values()], bounds, tally);
    const columns: StagedColumn[] = [];
    const fields = new Map<string, string>();
    for (const [index, { name, type, sql }] of stored.entries()) {
      const text = texts.get(index);
      const isReplaced = text !== undefined && replacing.has(text);
      const read = isReplaced ? `replace(${text.sql}, chr(0), ${sqlText("\uFFFD")})` : (text?.sql ?? sql);
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
      tally,
      locate: async (rowIndexes) => rowIndexes.map((index) => ({ row: index + 1 })),
      details: {},
      isDelimiterGiven: false,
    };
  } catch (err) {
    signal.throwIfAborted();
    throw err instanceof ImportRefusal ? err : unreadableParquet(err);
  }
}

/** A column, or where it holds structures the columns of their fields, `outer.inner`, as deep as those of JSON. */
async function withoutStructs(
  session: DuckDbSession,
  source: string,
  column: StoredColumn,
  depth = 1,
): Promise<StoredColumn[]> {
  if (!column.type.startsWith("STRUCT(") || column.type.endsWith("]") || depth >= MAX_DEPTH) return [column];
  const fields = await session.query(`DESCRIBE SELECT unnest(${column.sql}) FROM ${source}`);
  const names = fields.map(([name]) => cellText(name));
  if (names.some((name) => name.includes("\0"))) return [column];
  const inner: StoredColumn[] = [];
  for (const [at, [, type]] of fields.entries()) {
    const name = names[at] ?? "";
    const sql = `struct_extract(${column.sql}, ${sqlText(name)})`;
    const field = { name: `${column.name}.${name}`, type: cellText(type), sql };
    inner.push(...(await withoutStructs(session, source, field, depth + 1)));
  }
  return inner;
}

interface StoredColumn {
  readonly name: string;
  readonly type: string;
  /** Its name in statements. */
  readonly sql: string;
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
    const { sql } = textOf(stored[index]);
    return `count(*) FILTER (${stored[index]?.sql ?? "NULL"} IS NOT NULL AND ${sql} IS NULL)`;
  });
  const [counts = []] = await session.query(`SELECT ${strays.join(", ")} FROM ${source}`);
  for (const [at, index] of bytes.entries()) if (Number(counts[at]) === 0) textual.add(index);
  return textual;
}

/** A column read as text. */
function textOf(column: StoredColumn | undefined): ParquetText {
  const { name = "", type = "", sql = "NULL" } = column ?? {};
  if (type === "BLOB") return { name, sql: `TRY(decode(${sql}))` };
  return { name, sql: type === "VARCHAR" ? sql : `CAST(${sql} AS VARCHAR)` };
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
