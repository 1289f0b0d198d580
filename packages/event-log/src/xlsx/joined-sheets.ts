import { createHash } from "node:crypto";
import type { Doubt } from "../terms/doubt.ts";
import { readMergedCells } from "./merged-cells.ts";
import { readSheetRows } from "./sheet-rows.ts";
import { findTable, type SheetTable, type TableFinding } from "./sheet-table.ts";
import type { Workbook, WorkbookSheet } from "./workbook.ts";

/** Sheets beside one: those that are read below it, those with the same rows as one of them, and those with other tables. */
interface AlikeSheets {
  readonly alike: readonly SheetTable[];
  readonly copies: readonly WorkbookSheet[];
  readonly others: readonly SheetTable[];
}

export const noneAlike: AlikeSheets = { alike: [], copies: [], others: [] };

/** Share of the columns that have the same names in two sheets of one log, and how many are at least. */
const [MOSTLY, LEAST_SHARED] = [0.6, 3];

interface AlikeFinding extends TableFinding {
  readonly signal: AbortSignal;
}

/**
 * The other visible sheets: those whose columns have the names of a table's, in any order and with some more or less, such as
 * those of other months; their copies; and those that have others.
 */
export async function findAlikeSheets(
  workbook: Workbook,
  table: SheetTable,
  options: AlikeFinding,
): Promise<AlikeSheets> {
  const found: SheetTable[] = [];
  const others: SheetTable[] = [];
  for (const sheet of workbook.sheets) {
    if (sheet === table.sheet || sheet.isHidden) continue;
    const other = await findTable(workbook, sheet, options);
    if (other !== null) (areAlike(table, other) ? found : others).push(other);
  }
  if (found.length === 0) return { ...noneAlike, others };
  const known = new Set([await digestOf(workbook, table, options)]);
  const alike: SheetTable[] = [];
  const copies: WorkbookSheet[] = [];
  for (const other of found) {
    const digest = await digestOf(workbook, other, options);
    if (known.has(digest)) copies.push(other.sheet);
    else alike.push(other);
    known.add(digest);
  }
  return { alike, copies, others };
}

const keyOf = (name: string): string => name.trim().toLowerCase();
const keysOf = ({ names }: SheetTable): string[] => names.map(keyOf);
const haveSameHeader = (one: SheetTable, other: SheetTable): boolean =>
  JSON.stringify(keysOf(one)) === JSON.stringify(keysOf(other));

/** Whether two tables have the same columns, or one of them some more. */
function areAlike(one: SheetTable, other: SheetTable): boolean {
  if (!one.hasHeader || !other.hasHeader) return false;
  if (haveSameHeader(one, other)) return true;
  const [own, others] = [new Set(keysOf(one)), new Set(keysOf(other))];
  if (own.size < one.names.length || others.size < other.names.length) return false;
  const shared = [...own].filter((name) => others.has(name)).length;
  const [fewer, more] = [Math.min(own.size, others.size), Math.max(own.size, others.size)];
  return shared === fewer && shared >= LEAST_SHARED && shared >= MOSTLY * more;
}

/** The columns of a table among those of the first that is read, by name. */
export function columnsBelow(first: SheetTable, columns: string[], table: SheetTable): string[] {
  if (table === first || haveSameHeader(first, table)) return columns;
  const known = new Map(first.names.map((name, at) => [keyOf(name), columns[at] ?? name]));
  return table.names.map((name) => known.get(keyOf(name)) ?? name);
}

/** Whether two tables have the same rows. */
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

/** The doubt about sheets that were read as one log. */
export function doubtJoined(sheets: readonly WorkbookSheet[]): Doubt[] {
  if (sheets.length < 2) return [];
  return [
    {
      kind: "JoinedSheets",
      detail: `The sheets ${listSheets(sheets)} have the same columns, or one has some more, and were read one below the other. Name one in \`mapping.sheet\` to read it alone.`,
      count: sheets.length,
      points: 0,
    },
  ];
}

/** The doubt about sheets that were not read, because another one has the same rows. */
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
