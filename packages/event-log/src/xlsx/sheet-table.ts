import type { ImportBounds } from "../terms/import-bounds.ts";
import { sniffCsv } from "../csv/sniff-csv.ts";
import { readSheetRows, type SheetRow } from "./sheet-rows.ts";
import type { Workbook, WorkbookSheet } from "./workbook.ts";

/** Rows that decide which are the columns and the header. */
const HEAD_ROWS = 200;

/** Where the table of a sheet begins, and what its columns are called. */
export interface SheetTable {
  readonly sheet: WorkbookSheet;
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** Text of the rows above the table. */
  readonly above: readonly string[];
  readonly firstRow: number;
}

/** What finds the table of a sheet. */
export interface TableFinding {
  readonly bounds: ImportBounds;
  /** Column names that the caller mentions; they identify the header. */
  readonly mentionedColumns: readonly string[];
}

/** The table of a sheet; null when it has none of two or more columns. */
export async function findTable(
  workbook: Workbook,
  sheet: WorkbookSheet,
  { mentionedColumns, bounds }: TableFinding,
): Promise<SheetTable | null> {
  const head: SheetRow[] = [];
  for await (const row of readSheetRows(workbook, sheet, bounds)) {
    if (head.push(row) >= HEAD_ROWS) break;
  }
  const widths = head.map(({ cells }) => filled(cells)).toSorted((left, right) => left - right);
  const usual = widths[Math.floor(widths.length / 2)] ?? 0;
  // Titles and notes above the table fill a cell or two.
  const begin = head.findIndex(({ cells }) => filled(cells) >= Math.max(2, usual / 2));
  const table = head.slice(begin);
  if (usual < 2 || table.length === 0) return null;
  const width = Math.max(...table.map(({ cells }) => cells.length));
  bounds.checkColumns(width, { element: `sheet ${JSON.stringify(sheet.name)}` });
  const text = table
    .map(({ cells }) => Array.from({ length: width }, (_, index) => quoted(cells[index] ?? "")).join(","))
    .join("\n");
  const { hasHeader, names, preamble } = sniffCsv(`${text}\n`, true, { delimiter: ",", columns: mentionedColumns });
  // Of rows above the table some may fill as many cells as rows of it.
  const [first, second] = table.slice(preamble.length);
  const firstRow = (hasHeader ? second : first)?.number;
  const above = head.slice(0, begin + preamble.length).map(({ cells }) => cells.join(" ").trim());
  return firstRow === undefined ? null : { sheet, names, hasHeader, firstRow, above };
}

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== "").length;

const quoted = (cell: string): string => `"${cell.replaceAll(/[\r\n]+/g, " ").replaceAll('"', '""')}"`;
