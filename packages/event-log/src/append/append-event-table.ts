import { roleColumnNames, ROWS_BEFORE } from "../terms/event-table-columns.ts";
import type { Doubt } from "../terms/doubt.ts";
import { openDuckDbSession, type DuckDbLimits, type DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ImportedColumn, ImportRefused, ImportSuccess } from "../terms/import-result.ts";
import type { ImportErrorSummary } from "../terms/import-error.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";
import { describeEventTable } from "../enrich/describe-event-table.ts";
import { parquetOptions } from "../parquet/parquet-options.ts";
import { mergeErrors } from "./merge-errors.ts";
import { findRoleConflicts, pairColumns, type PairedColumn, type TableColumn } from "./pair-columns.ts";
import { describeLongNames } from "../terms/long-names.ts";

/** The table that rows are appended to, with the results of its import. */
export interface AppendBase {
  readonly tablePath: string;
  /** Its rows that only lack a time, where it has some. */
  readonly untimedPath?: string;
  readonly columns: readonly ImportedColumn[];
  readonly doubts: readonly Doubt[];
  readonly orderedBy?: string | undefined;
  readonly events: number;
  readonly cases: number;
  readonly errors: readonly ImportErrorSummary[];
  readonly errorRecords: number;
  readonly untimedRows: number;
}

export interface AppendOptions extends DuckDbLimits {
  readonly base: AppendBase;
  /** The file's own table, as its import wrote it to `tablePath` and `untimedPath`. */
  readonly added: ImportSuccess & { readonly tablePath: string; readonly untimedPath: string };
  readonly tablePath: string;
  readonly untimedPath: string;
  readonly maxColumns: number;
}

/** What appending did, for the new version's lineage. */
export interface AppendReport {
  readonly events: number;
  /** Cases of the file that the dataset didn't have before. */
  readonly newCases: number;
  readonly continuedCases: number;
  /** Columns that only the file has: empty in earlier rows. */
  readonly newColumns: readonly string[];
  /** Columns that the file hasn't: empty in its rows. */
  readonly missingColumns: readonly string[];
  /** Columns whose type had to change to hold the values of both. */
  readonly widenedColumns: readonly { readonly column: string; readonly from: string; readonly to: string }[];
}

export type AppendResult =
  | { readonly ok: true; readonly table: ImportSuccess; readonly report: AppendReport }
  | ImportRefused;

/**
 * Writes a table of another table's rows, followed by those of a file. The rows of a case stay together: rows of the file for
 * an existing case follow its earlier rows. Figures and quality describe the whole; `rows` are the file's. A file whose columns
 * have other roles is refused, as its rows would be misread.
 */
export async function appendEventTable(options: AppendOptions): Promise<AppendResult> {
  const { base, added, tablePath } = options;
  const refusal = judgeColumns(base.columns, added.columns);
  if (refusal !== null) return refusal;
  const columns = pairColumns(withTime(base.columns), withTime(added.columns));
  if (columns.length > options.maxColumns) return tooManyColumns(columns.length, options.maxColumns);
  const longNames = describeLongNames(columns.map(({ name }) => name));
  if (longNames !== null) return { ok: false, code: "ColumnNamesTooLong", message: `Together: ${longNames}` };
  const session = await openDuckDbSession(options);
  let newCases: number;
  try {
    await session.query(
      `COPY (${mergedRows(columns, base, added.tablePath)}) TO ${sqlText(tablePath)} (${parquetOptions(columns.length)})`,
    );
    const [row] = await session.query(
      `SELECT count(DISTINCT case_id) - ${base.cases} FROM read_parquet(${sqlText(tablePath)})`,
    );
    newCases = Number(row?.[0]);
    await mergeUntimed(session, columns, options);
  } finally {
    await session.close();
  }
  const errorRecords = base.errorRecords + added.errorRecords;
  const { orderedBy, ...detected } = added.detected;
  const isOrdered = orderedBy !== undefined && orderedBy === base.orderedBy;
  const described = await describeEventTable({
    ...options,
    tablePath,
    leftOut: errorRecords,
    inherited: distinctDoubts([...base.doubts, ...added.detected.doubts]),
    orderedBy: isOrdered ? orderedBy : undefined,
  });
  const { oddities: _, doubts, ...table } = described;
  const sources = new Map(columns.map(({ name, sourceName }) => [name, sourceName]));
  return {
    ok: true,
    table: {
      ...added,
      ...table,
      columns: table.columns.map((column) => {
        const sourceName = sources.get(column.name);
        return sourceName === undefined || sourceName === column.name ? column : { ...column, sourceName };
      }),
      detected: { ...detected, ...(isOrdered ? { orderedBy } : {}), doubts },
      errorRecords,
      errors: mergeErrors(base.errors, added.errors),
      untimedRows: base.untimedRows + added.untimedRows,
    },
    report: {
      events: added.events,
      newCases,
      continuedCases: added.cases - newCases,
      newColumns: columns.flatMap((column) => (column.base === null ? [shownName(column)] : [])),
      missingColumns: columns.flatMap((column) => (column.added === null ? [shownName(column)] : [])),
      widenedColumns: columns.flatMap((column) =>
        column.base === null || column.base.type === column.type
          ? []
          : [{ column: shownName(column), from: column.base.type, to: column.type }],
      ),
    },
  };
}

const shownName = ({ name, sourceName = name }: TableColumn): string => sourceName;

function judgeColumns(base: readonly ImportedColumn[], added: readonly ImportedColumn[]): ImportRefused | null {
  const columns = added.map(shownName);
  if (isTimed(base) !== isTimed(added)) {
    const [timed, untimed] = isTimed(base) ? ["dataset", "file"] : ["file", "dataset"];
    return {
      ok: false,
      code: "TimesDiffer",
      message: `The ${timed} has times and the ${untimed} has none, so that their events can't be put in one order. Append a file of the same kind, or use replace.`,
      columns,
    };
  }
  const conflicts = findRoleConflicts(base, added);
  if (conflicts.length === 0) return null;
  const differences = conflicts.map(
    ({ column, inDataset, inFile }) =>
      `"${column}" is ${inDataset ?? "no role's column"} in the dataset and ${inFile ?? "no role's column"} in the file`,
  );
  return {
    ok: false,
    code: "RolesDiffer",
    message: `The file's columns play other roles than the dataset's: ${differences.join("; ")}. Say in mapping which column is what, or use replace.`,
    columns,
  };
}

const isTimed = (columns: readonly TableColumn[]): boolean => columns.some(({ role }) => role === "timestamp");

/** The table of a log without times has an empty time column. */
const withTime = (columns: readonly TableColumn[]): readonly TableColumn[] =>
  isTimed(columns) ? columns : [...columns, { name: roleColumnNames.timestamp, type: "TIMESTAMP", role: "timestamp" }];

/** The value of each column in the rows of one of both tables, under a name that no column has. */
const fieldsOf = (columns: readonly PairedColumn[], side: "base" | "added"): string[] =>
  columns.map((column, at) => {
    const own = column[side];
    return `${own === null ? "NULL" : sqlName(own.name)}::${column.type} AS merged_${at}`;
  });

const rowsOf = (path: string): string => `read_parquet(${sqlText(path)}, file_row_number = true)`;

function mergedRows(columns: readonly PairedColumn[], base: AppendBase, addedPath: string): string {
  const caseId = `merged_${columns.findIndex(({ role }) => role === "caseId")}`;
  return `WITH merged AS (
      SELECT ${fieldsOf(columns, "base").join(", ")}, file_row_number AS merged_row FROM ${rowsOf(base.tablePath)}
      UNION ALL
      SELECT ${fieldsOf(columns, "added").join(", ")}, ${base.events} + file_row_number FROM ${rowsOf(addedPath)}
    ), cases AS (SELECT ${caseId} AS first_case, min(merged_row) AS first_row FROM merged GROUP BY ALL)
    SELECT ${columns.map(({ name }, at) => `merged_${at} AS ${sqlName(name)}`).join(", ")}
    FROM merged JOIN cases ON ${caseId} = first_case ORDER BY first_row, merged_row`;
}

/** Puts the rows without a time of both together; how many rows of their case stand before them counts the dataset's as well. */
async function mergeUntimed(
  session: DuckDbSession,
  columns: readonly PairedColumn[],
  { base, added, untimedPath }: AppendOptions,
): Promise<void> {
  const names = columns.map(({ name }, at) => `merged_${at} AS ${sqlName(name)}`);
  const parts: string[] = [];
  if (base.untimedPath !== undefined && base.untimedRows > 0)
    parts.push(
      `SELECT ${fieldsOf(columns, "base").join(", ")}, ${ROWS_BEFORE} AS merged_before, 0 AS merged_part, file_row_number AS merged_row FROM ${rowsOf(base.untimedPath)}`,
    );
  if (added.untimedRows > 0)
    parts.push(
      `SELECT ${fieldsOf(columns, "added").join(", ")}, ${ROWS_BEFORE} + coalesce(merged_earlier, 0), 1, file_row_number FROM ${rowsOf(added.untimedPath)}
       LEFT JOIN (SELECT case_id AS merged_case, count(*) AS merged_earlier FROM read_parquet(${sqlText(base.tablePath)}) GROUP BY ALL) ON case_id = merged_case`,
    );
  if (parts.length === 0) return;
  await session.query(
    `COPY (SELECT ${names.join(", ")}, merged_before AS ${ROWS_BEFORE} FROM (${parts.join(" UNION ALL ")}) ORDER BY merged_part, merged_row)
     TO ${sqlText(untimedPath)} (${parquetOptions(columns.length + 1)})`,
  );
}

/** Both may report the same doubt. */
function distinctDoubts(doubts: readonly Doubt[]): Doubt[] {
  const known = new Map(doubts.map((doubt) => [`${doubt.kind} ${doubt.column ?? ""}`, doubt]));
  return [...known.values()];
}

const tooManyColumns = (columns: number, most: number): ImportRefused => ({
  ok: false,
  code: "TooManyColumns",
  message: `Together the dataset and the file have ${columns} columns, more than the ${most} allowed. Leave out those that aren't needed, or use replace.`,
});
