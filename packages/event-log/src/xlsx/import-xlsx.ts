import { ErrorTally } from "../terms/error-tally.ts";
import { doubtPreamble } from "../csv/doubt-preamble.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { nameOfUnnamed } from "../staging/storable-names.ts";
import { RecordStage } from "../records/record-stage.ts";
import type { RecordReading } from "../records/stage-records.ts";
import type { ZipArchive } from "../formats/zip-archive.ts";
import { columnsBelow, doubtCopies, doubtJoined, findAlikeSheets, listSheets, noneAlike } from "./joined-sheets.ts";
import { readMergedCells } from "./merged-cells.ts";
import { readSheetRows } from "./sheet-rows.ts";
import { findTable, type SheetTable } from "./sheet-table.ts";
import { doubtUnreadSheets } from "./unread-sheets.ts";
import { readWorkbook, type Workbook, type WorkbookSheet } from "./workbook.ts";

const ROWS_PER_FLUSH = 1000;
/** Columns of an event: its case, activity and time. Notes have fewer. */
const LEAST_COLUMNS = 3;

export interface ImportXlsxOptions extends RecordReading {
  readonly archive: ZipArchive;
  readonly bounds: ImportBounds;
  readonly signal: AbortSignal;
  /** Name of the sheet, or its number from 1; by default the first visible one that holds a table, with all that have its header. */
  readonly sheet?: string | undefined;
  /** Names of sheets that turned out to be no log. */
  readonly passedOver?: readonly string[] | undefined;
  /** Column names that the caller mentions; they identify the header. */
  readonly mentionedColumns: readonly string[];
}

/** More rows than a sheet can have: a row's place divided by it is its sheet. */
const ROWS_OF_SHEET = 2 ** 21;

/**
 * Stages a sheet of an Excel workbook, or all that have the columns of the first: cells as text, dates and times as ISO 8601 by
 * the format of their cells.
 */
export async function importXlsx(options: ImportXlsxOptions): Promise<StagedLog> {
  const { archive, bounds, signal } = options;
  const workbook = await readWorkbook(archive, bounds, signal);
  const table = await chooseSheet(workbook, options);
  const more = options.sheet === undefined ? await findAlikeSheets(workbook, table, options) : noneAlike;
  const tables = [table, ...more.alike];
  const tally = new ErrorTally();
  const describePlace = (place: number): ImportErrorExample => {
    const row = place % ROWS_OF_SHEET;
    const name = tables[Math.floor(place / ROWS_OF_SHEET)]?.sheet.name ?? "";
    return tables.length === 1 ? { row } : { element: `sheet ${JSON.stringify(name)}`, row };
  };
  const stage = new RecordStage({ ...options, tally, describePlace });
  const columns = uniqueNames(table.names);
  const doubts: Doubt[] = [];
  for (const [at, one] of tables.entries()) {
    const own = columnsBelow(table, columns, one);
    const read = await stageSheet(workbook, one, { ...options, stage, columns: own, tally, describePlace, at });
    doubts.push(...doubtPreamble(one.above), ...doubtHidden(one.sheet, read.hidden, read.count));
  }
  const chosen = tables.map(({ sheet }) => sheet);
  const sheets = workbook.sheets.length > 1 ? { otherSheets: otherSheets(workbook, chosen) } : {};
  const joined = tables.length > 1 ? { sheets: chosen.map(({ name }) => name) } : {};
  return stage.finish({
    format: "xlsx",
    details: { sheet: table.sheet.name, ...joined, ...sheets, header: table.hasHeader },
    doubts: [
      ...doubtJoined(chosen),
      ...doubtCopies(more.copies),
      ...(await doubtUnreadSheets(workbook, more.others, options)),
      ...doubts,
    ],
  });
}

interface SheetStaging extends ImportXlsxOptions {
  readonly stage: RecordStage;
  /** Names of the columns; unnamed ones that come later are added. */
  readonly columns: string[];
  readonly tally: ErrorTally;
  readonly describePlace: (place: number) => ImportErrorExample;
  /** Place of the sheet among those that are read. */
  readonly at: number;
}

/** Stages the rows of a sheet. @returns how many they are, and how many of them are hidden */
async function stageSheet(
  workbook: Workbook,
  { sheet, firstRow }: SheetTable,
  { stage, columns, tally, describePlace, at, bounds, signal }: SheetStaging,
): Promise<{ readonly count: number; readonly hidden: number }> {
  const merged = await readMergedCells(sheet, signal);
  let [count, hidden] = [0, 0];
  for await (const { number, cells, isTooLong, isHidden } of readSheetRows(workbook, sheet, bounds, merged)) {
    if (number < firstRow) continue;
    const place = at * ROWS_OF_SHEET + number;
    if (isTooLong) {
      tally.addExcess(bounds.lineExcess(), describePlace(place), []);
      continue;
    }
    if (isHidden) hidden++;
    while (columns.length < cells.length) columns.push(nameOfUnnamed(columns.length));
    // The first record names all columns of the table, filled or not.
    const width = count === 0 ? columns.length : cells.length;
    stage.write(
      place,
      columns.slice(0, width).map((name, index) => [name, cells[index] ?? ""]),
    );
    if (++count % ROWS_PER_FLUSH !== 0) continue;
    signal.throwIfAborted();
    await stage.flush();
  }
  return { count, hidden };
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
  const names = listSheets(workbook.sheets);
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
  for (const sheet of workbook.sheets) {
    if (sheet.isHidden || options.passedOver?.includes(sheet.name) === true) continue;
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

const otherSheets = (workbook: Workbook, chosen: readonly WorkbookSheet[]): string[] =>
  workbook.sheets.filter((sheet) => !chosen.includes(sheet)).map(({ name }) => name);
