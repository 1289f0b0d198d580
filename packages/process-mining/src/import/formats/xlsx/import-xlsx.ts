import { ErrorTally } from "../../error-tally.ts";
import { doubtPreamble } from "../../doubt-preamble.ts";
import type { Doubt } from "../../doubt.ts";
import type { ImportBounds } from "../../import-bounds.ts";
import { ImportRefusal } from "../../import-refusal.ts";
import { sniffCsv } from "../../sniff-csv.ts";
import type { StagedLog } from "../../staged-log.ts";
import { nameOfUnnamed } from "../../storable-names.ts";
import { RecordStage } from "../../records/record-stage.ts";
import type { RecordReading } from "../../records/stage-records.ts";
import type { ZipArchive } from "../zip-archive.ts";
import { readMergedCells } from "./merged-cells.ts";
import { readSheetRows, type SheetRow } from "./sheet-rows.ts";
import { readWorkbook, type Workbook, type WorkbookSheet } from "./workbook.ts";

/** Rows by which columns and header are told. */
const HEAD_ROWS = 200;
const ROWS_PER_FLUSH = 1000;
/** Columns of an event: its case, activity and time. Notes have fewer. */
const LEAST_COLUMNS = 3;

export interface ImportXlsxOptions extends RecordReading {
  readonly archive: ZipArchive;
  readonly bounds: ImportBounds;
  readonly signal: AbortSignal;
  /** Name of the sheet, or its number from 1; by default the first visible one that holds a table. */
  readonly sheet?: string | undefined;
  /** Column names that the caller mentions; they tell a header. */
  readonly mentionedColumns: readonly string[];
}

/** Where the table of a sheet begins, and what its columns are called. */
interface SheetTable {
  readonly sheet: WorkbookSheet;
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** Text of the rows above the table. */
  readonly above: readonly string[];
  readonly firstRow: number;
}

/** Stages a sheet of an Excel workbook: cells as text, dates and times as ISO 8601 by the format of their cells. */
export async function importXlsx(options: ImportXlsxOptions): Promise<StagedLog> {
  const { archive, bounds, signal } = options;
  const workbook = await readWorkbook(archive, bounds, signal);
  const { sheet, names, hasHeader, firstRow, above } = await chooseSheet(workbook, options);
  const tally = new ErrorTally();
  const stage = new RecordStage({ ...options, tally, describePlace: (row) => ({ row }) });
  const columns = uniqueNames(names);
  const merged = await readMergedCells(sheet, signal);
  let [count, hidden] = [0, 0];
  for await (const { number, cells, isTooLong, isHidden } of readSheetRows(workbook, sheet, bounds, merged)) {
    if (number < firstRow) continue;
    if (isTooLong) {
      tally.addExcess(bounds.lineExcess(), { row: number }, []);
      continue;
    }
    if (isHidden) hidden++;
    while (columns.length < cells.length) columns.push(nameOfUnnamed(columns.length));
    // The first record names all columns of the table, filled or not.
    const width = count === 0 ? columns.length : cells.length;
    stage.write(
      number,
      columns.slice(0, width).map((name, index) => [name, cells[index] ?? ""]),
    );
    if (++count % ROWS_PER_FLUSH !== 0) continue;
    signal.throwIfAborted();
    await stage.flush();
  }
  const sheets = workbook.sheets.length > 1 ? { otherSheets: otherSheets(workbook, sheet) } : {};
  return stage.finish({
    format: "xlsx",
    details: { sheet: sheet.name, ...sheets, header: hasHeader },
    doubts: [...doubtPreamble(above), ...doubtHidden(sheet, hidden, count)],
  });
}

/** Points for hidden rows: their owner may have meant the visible ones alone. */
const HIDDEN_POINTS = 5;

function doubtHidden({ name }: WorkbookSheet, hidden: number, all: number): Doubt[] {
  if (hidden === 0) return [];
  return [
    {
      kind: "HiddenRows",
      detail: `${hidden} of ${all} rows of the sheet ${JSON.stringify(name)} are hidden, by a filter or by hand; they were read like the others. Delete them, or copy the visible ones to a sheet of their own, if they don't belong to the log.`,
      count: hidden,
      points: HIDDEN_POINTS,
    },
  ];
}

async function chooseSheet(workbook: Workbook, options: ImportXlsxOptions): Promise<SheetTable> {
  const wanted = options.sheet;
  const names = workbook.sheets.map(({ name }) => JSON.stringify(name)).join(", ");
  if (wanted !== undefined) {
    const sheet =
      workbook.sheets.find(({ name }) => name.trim().toLowerCase() === wanted.trim().toLowerCase()) ??
      workbook.sheets[Number(wanted) - 1];
    if (sheet === undefined) {
      throw new ImportRefusal(
        "SheetNotFound",
        `The workbook has no sheet ${JSON.stringify(wanted)}. Its sheets are: ${names}.`,
      );
    }
    const table = await findTable(workbook, sheet, options);
    if (table !== null) return table;
    throw new ImportRefusal(
      "NoEvents",
      `The sheet ${JSON.stringify(sheet.name)} holds no table of two or more columns.`,
    );
  }
  let narrow: SheetTable | null = null;
  for (const sheet of workbook.sheets.filter(({ isHidden }) => !isHidden)) {
    const table = await findTable(workbook, sheet, options);
    if (table !== null && table.names.length >= LEAST_COLUMNS) return table;
    narrow ??= table;
  }
  if (narrow !== null) return narrow;
  throw new ImportRefusal(
    "NoEvents",
    `No visible sheet of the workbook holds a table of two or more columns. Its sheets are: ${names}.`,
  );
}

async function findTable(
  workbook: Workbook,
  sheet: WorkbookSheet,
  { mentionedColumns, bounds }: ImportXlsxOptions,
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

/** The names, those that stand twice with a number behind them. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let suffix = 2; taken.has(unique); suffix++) unique = `${name}_${suffix}`;
    taken.add(unique);
    return unique;
  });
}

const otherSheets = (workbook: Workbook, chosen: WorkbookSheet): string[] =>
  workbook.sheets.filter((sheet) => sheet !== chosen).map(({ name }) => name);
