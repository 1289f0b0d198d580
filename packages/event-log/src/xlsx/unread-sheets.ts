import type { Doubt } from "../terms/doubt.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { lookLikeEvents, type JsonObject } from "../formats/record-look.ts";
import { readSheetRows } from "./sheet-rows.ts";
import type { SheetTable } from "./sheet-table.ts";
import type { Workbook } from "./workbook.ts";

/** Events may be among the rows. */
const POINTS = 10;
/** Columns of an event: its case, activity and time. */
const LEAST_COLUMNS = 3;
const MOST_SAMPLES = 50;

interface UnreadOptions {
  readonly bounds: ImportBounds;
  readonly signal: AbortSignal;
  /** Names of sheets that turned out to be no log. */
  readonly passedOver?: readonly string[] | undefined;
}

/** The doubt about visible sheets with a table that were not read, with their rows. */
export async function doubtUnreadSheets(
  workbook: Workbook,
  tables: readonly SheetTable[],
  { bounds, signal, passedOver = [] }: UnreadOptions,
): Promise<Doubt[]> {
  const unread: string[] = [];
  let [count, isLog] = [0, false];
  for (const { sheet, names, firstRow } of tables) {
    const samples: JsonObject[] = [];
    let rows = 0;
    for await (const { number, cells } of readSheetRows(workbook, sheet, bounds)) {
      if (number < firstRow) continue;
      signal.throwIfAborted();
      rows++;
      if (samples.length < MOST_SAMPLES) samples.push(Object.fromEntries(cells.entries()));
    }
    count += rows;
    unread.push(`${JSON.stringify(sheet.name)} (${rows})`);
    isLog ||= names.length >= LEAST_COLUMNS && lookLikeEvents(samples);
  }
  if (unread.length === 0) return [];
  const remedy = isLog
    ? "Rows of them look like events: give these sheets the same columns if they belong to the log, or name the one to read in `mapping.sheet`."
    : "Name one in `mapping.sheet` to read it instead.";
  const noLog = passedOver.map((name) => JSON.stringify(name)).join(", ");
  const why = passedOver.length === 0 ? "" : ` No columns could be identified as those of a log in ${noLog}.`;
  return [
    {
      kind: "UnreadRecords",
      detail: `Sheets with other columns were not read, by their rows: ${unread.join(", ")}.${why} ${remedy}`,
      count,
      points: isLog ? POINTS : 0,
    },
  ];
}
