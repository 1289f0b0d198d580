import { createHash } from "node:crypto";
import type { Doubt } from "../../doubt.ts";
import { readMergedCells } from "./merged-cells.ts";
import { readSheetRows } from "./sheet-rows.ts";
import { findTable, type SheetTable, type TableFinding } from "./sheet-table.ts";
import type { Workbook, WorkbookSheet } from "./workbook.ts";

/** Sheets with the header of another: those that are read below it, and those that hold the same rows as one of them. */
interface AlikeSheets {
  readonly alike: readonly SheetTable[];
  readonly copies: readonly WorkbookSheet[];
}

export const noneAlike: AlikeSheets = { alike: [], copies: [] };

interface AlikeFinding extends TableFinding {
  readonly signal: AbortSignal;
}

/** The other visible sheets whose columns have the names of a table's, in its order: those of other months, or copies. */
export async function findAlikeSheets(
  workbook: Workbook,
  table: SheetTable,
  options: AlikeFinding,
): Promise<AlikeSheets> {
  if (!table.hasHeader) return noneAlike;
  const found: SheetTable[] = [];
  for (const sheet of workbook.sheets) {
    if (sheet === table.sheet || sheet.isHidden) continue;
    const other = await findTable(workbook, sheet, options);
    if (other?.hasHeader === true && headerOf(other) === headerOf(table)) found.push(other);
  }
  if (found.length === 0) return noneAlike;
  const known = new Set([await digestOf(workbook, table, options)]);
  const alike: SheetTable[] = [];
  const copies: WorkbookSheet[] = [];
  for (const other of found) {
    const digest = await digestOf(workbook, other, options);
    if (known.has(digest)) copies.push(other.sheet);
    else alike.push(other);
    known.add(digest);
  }
  return { alike, copies };
}

const headerOf = ({ names }: SheetTable): string => JSON.stringify(names.map((name) => name.trim().toLowerCase()));

/** Tells whether two tables have the same rows. */
async function digestOf(
  workbook: Workbook,
  { sheet, firstRow }: SheetTable,
  { bounds, signal }: AlikeFinding,
): Promise<string> {
  const hash = createHash("sha256");
  const merged = await readMergedCells(sheet, signal);
  for await (const { number, cells } of readSheetRows(workbook, sheet, bounds, merged)) {
    if (number < firstRow) continue;
    signal.throwIfAborted();
    hash.update(`${JSON.stringify(cells)}\n`);
  }
  return hash.digest("hex");
}

export const listSheets = (sheets: readonly WorkbookSheet[]): string =>
  sheets.map(({ name }) => JSON.stringify(name)).join(", ");

/** Tells of sheets that were read as one log. */
export function doubtJoined(sheets: readonly WorkbookSheet[]): Doubt[] {
  if (sheets.length < 2) return [];
  return [
    {
      kind: "JoinedSheets",
      detail: `The sheets ${listSheets(sheets)} have the same columns and were read one below the other. Name one in \`mapping.sheet\` to read it alone.`,
      count: sheets.length,
      points: 0,
    },
  ];
}

/** Tells of sheets that were not read, since another holds the same. */
export function doubtCopies(sheets: readonly WorkbookSheet[]): Doubt[] {
  if (sheets.length === 0) return [];
  const are = sheets.length === 1 ? "The sheet" : "The sheets";
  return [
    {
      kind: "RepeatedFile",
      detail: `${are} ${listSheets(sheets)} ${sheets.length === 1 ? "has" : "have"} the rows of a sheet that was read, and ${sheets.length === 1 ? "was" : "were"} left out.`,
      count: sheets.length,
      points: 0,
    },
  ];
}
