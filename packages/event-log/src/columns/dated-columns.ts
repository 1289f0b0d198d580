import { ordersMask, type DateShape } from "../time/date-order.ts";
import { shapeOfDate } from "../time/read-time.ts";
import { scanColumn, type ScannedColumn } from "../time/detect-time-format.ts";
import { scanDate } from "../time/scan-date.ts";
import { cellText } from "../text/cell-text.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { PlainRows } from "../plain/plain-rows.ts";
import type { StagedProfile } from "./profile-columns.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { textSql } from "../staging/staged-text.ts";

/** Longer than any date of three numbers; the clock behind it doesn't matter. */
const DATE_CHARACTERS = 14;

/** A column of dates that are written as numbers. */
export interface DatedColumn {
  readonly index: number;
  readonly name: string;
  readonly column: ScannedColumn;
  /** Row of the sample of each value. */
  readonly rows: readonly number[];
  readonly masks: ReadonlyMap<DateShape, ReadonlyMap<number, number>>;
}

/** Reads the evidence for the order of day, month and year: the sample of each column of dates, and counts over all rows. */
export async function readDatedColumns(
  session: DuckDbSession,
  log: StagedLog,
  profile: StagedProfile,
  plain: PlainRows | null,
): Promise<readonly DatedColumn[]> {
  const dated: DatedColumn[] = [];
  for (const [index, time] of profile.times.entries()) {
    const column = log.columns[index];
    if (time === null || column?.type !== "VARCHAR" || time.kind === "clock") continue;
    const rows = profile.rows.flatMap((row, at) => (row[index] === null || row[index] === undefined ? [] : [at]));
    const scanned = scanColumn(rows.map((at) => profile.rows[at]?.[index] ?? ""));
    if (!scanned.scanned.some((entry) => entry?.date?.kind === "numbers")) continue;
    const isSettled = scanned.scanned.every((entry) => entry?.date?.kind !== "numbers" || isPlainIso(entry.date));
    const masks = isSettled ? new Map() : countMasks(await dateStarts(session, log, plain, index));
    dated.push({ index, name: column.name, column: scanned, rows, masks });
  }
  return dated;
}

const isPlainIso = (date: { a: number; b: number; c: number; yearDigits: 2 | 4; isYearFirst: boolean }): boolean =>
  date.yearDigits === 4 && date.isYearFirst && date.b <= 12;

/** How the values of a column begin, over all rows, and how many each way. */
async function dateStarts(
  session: DuckDbSession,
  log: StagedLog,
  plain: PlainRows | null,
  index: number,
): Promise<Iterable<readonly [start: string, count: number]>> {
  const column = log.columns[index];
  if (column === undefined) return [];
  if (plain !== null) return plain.starts(index, DATE_CHARACTERS);
  const starts = await session.query(
    `SELECT left(ltrim(${textSql(column)}), ${DATE_CHARACTERS}), count(*) FROM ${log.relationOf([column])} WHERE ${column.sql} IS NOT NULL GROUP BY 1`,
  );
  return starts.map(([start, count]) => [cellText(start), Number(count)] as const);
}

/** Dates by what their three numbers may be, over all rows. */
function countMasks(
  starts: Iterable<readonly [start: string, count: number]>,
): ReadonlyMap<DateShape, ReadonlyMap<number, number>> {
  const masks = new Map<DateShape, Map<number, number>>();
  for (const [start, count] of starts) {
    const date = scanDate(start)?.date;
    if (date?.kind !== "numbers") continue;
    const mask = ordersMask(date);
    if (mask === 0) continue;
    const shape = shapeOfDate(date);
    const counts = masks.get(shape) ?? new Map<number, number>();
    masks.set(shape, counts.set(mask, (counts.get(mask) ?? 0) + count));
  }
  return masks;
}
