import { clockFormOf, clockOfText } from "../time/clock-column.ts";
import { momentOf } from "../time/read-time.ts";
import { scanSampled } from "../time/scan-time.ts";
import type { ScannedClock } from "../time/scanned-time.ts";
import { namesClock, namesDuration, namesHour } from "../columns/clock-names.ts";
import type { ColumnProfile } from "../columns/column-profile.ts";
import type { DetectedColumns } from "../columns/detect-columns.ts";
import type { Doubt } from "../terms/doubt.ts";
import { isMissingWord } from "../text/missing-words.ts";
import { nameFit, namesPlan, plainName } from "../roles/name-fit.ts";
import { spanName } from "../text/span-words.ts";

type Rows = readonly (readonly (string | null)[])[];
type Times = Pick<DetectedColumns, "roles" | "clocks">;

/** A time as it is written. */
interface WrittenTime {
  readonly caseKey: string;
  /** Days since 1970. */
  readonly day: number;
  /** Seconds since midnight. */
  readonly clock: number;
}

const [DAY, HOUR, HALF_DAY] = [86_400, 3600, 43_200];
/** Times, and days of them, that don't all lie before one o'clock by chance. */
const [LEAST_TIMES, LEAST_DAYS] = [20, 3];
/** Times that a break at noon is seen in. */
const LEAST_OF_BLOCKS = 30;
/** The least number of steps backward at noon for a doubt. */
const LEAST_STEPS = 3;
const FEW = 0.05;
/** Least share of the times that lies on either side of the hours in which nobody works. */
const LEAST_SIDE = 0.15;
/** Least minutes, and share of late ones, that distinguish minutes from hours. */
const [LEAST_MINUTES, LEAST_LATE] = [5, 0.2];
const NEARLY_ALL = 0.95;
const POINTS = 30;

/**
 * Times of 12 hours without AM or PM, so that each afternoon is read as the morning before: none is after 12:59 on many days, and
 * they either run backward once a day, though the days run forward, or leave out the hours around six that lie between a
 * morning and an afternoon.
 */
export function doubtLostHalves(columns: readonly ColumnProfile[], rows: Rows, times: Times): Doubt[] {
  const written = writtenTimes(columns, rows, times);
  const hours = new Map<number, number>();
  for (const { clock } of written) {
    const hour = Math.floor(clock / HOUR);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  const count = (from: number, to: number): number =>
    [...hours].reduce((sum, [hour, each]) => sum + (hour >= from && hour <= to ? each : 0), 0);
  const days = new Set(written.map(({ day }) => day)).size;
  if (written.length < LEAST_TIMES || days < LEAST_DAYS || count(13, 24) > 0) return [];
  // A clock of 12 hours has either 12 or 0.
  if (hours.has(0) && hours.has(12)) return [];
  if (Math.min(count(1, 5), count(8, 11)) < LEAST_STEPS) return [];
  const isBroken =
    written.length >= LEAST_OF_BLOCKS &&
    hours.has(12) &&
    count(6, 7) <= FEW * written.length &&
    Math.min(count(1, 5), count(8, 12)) >= LEAST_SIDE * written.length;
  const cases = [...Map.groupBy(written, ({ caseKey }) => caseKey).values()];
  const isBackward = [[written], cases].some((lists) => runsBackAtNoon(lists));
  if (!isBroken && !isBackward) return [];
  const column = columns[times.clocks.timestamp ?? times.roles.timestamp ?? -1]?.name ?? "";
  return [
    {
      kind: "LostClock",
      column,
      detail: `No time of "${column}" is later than 12:59 on ${days} days, and ${isBackward ? "times run backward around noon" : "none is around six o'clock"}: they seem to be of 12 hours, and AM and PM to be lost. Afternoons were read as mornings, 12 hours early. Export times of 24 hours, or with AM and PM.`,
      points: POINTS,
    },
  ];
}

/** The times of events as they are written; none where they say more than a clock of 12 hours does. */
function writtenTimes(columns: readonly ColumnProfile[], rows: Rows, { roles, clocks }: Times): readonly WrittenTime[] {
  const [day, owner] = [roles.timestamp ?? -1, roles.caseId ?? -1];
  const rule = columns[day]?.time?.format.rule;
  if (rule === undefined) return [];
  const clockIndex = clocks.timestamp;
  const form = clockIndex === undefined ? undefined : clockFormOf(rows.flatMap((row) => row[clockIndex] ?? []));
  const found: WrittenTime[] = [];
  for (const row of rows) {
    const scanned = scanSampled(row[day] ?? "");
    if (scanned === null || scanned.date === null) continue;
    if (scanned.date.kind === "count" || scanned.zone !== null) return [];
    const clock: ScannedClock | null =
      clockIndex === undefined ? scanned.clock : (clockOfText(row[clockIndex] ?? "", form)?.clock ?? null);
    const moment = momentOf({ ...scanned, clock: null }, rule);
    if (clock === null || moment === null) continue;
    if (clock.hasMeridiem || clock.seconds >= 13 * HOUR) return [];
    found.push({ caseKey: row[owner] ?? "", day: Math.floor(moment.seconds / DAY), clock: clock.seconds });
  }
  return found;
}

/** Whether times run backward once in a day, though days don't. */
function runsBackAtNoon(lists: readonly (readonly WrittenTime[])[]): boolean {
  let [steps, back, falls, days, several] = [0, 0, 0, 0, 0];
  for (const list of lists) {
    let ofDay = 0;
    for (const [at, { day, clock }] of list.entries()) {
      const before = list[at - 1];
      if (before === undefined) continue;
      steps++;
      if (day < before.day) back++;
      if (day !== before.day) ofDay = 0;
      else if (clock % HALF_DAY < before.clock % HALF_DAY) {
        falls++;
        ofDay++;
        if (ofDay === 1) days++;
        if (ofDay === 2) several++;
      }
    }
  }
  return falls >= LEAST_STEPS && back <= FEW * steps && several <= FEW * days;
}

/**
 * Columns of minutes and seconds whose hours are lost, as a spreadsheet writes a date with a time by its format `mm:ss.0`; told
 * where the times of the log have no minutes without them, or where another column has the hours that they are read as.
 */
export function doubtLostHours(columns: readonly ColumnProfile[], rows: Rows, times: Times): Doubt[] {
  const taken = new Set(Object.values(times.roles));
  const clock = times.clocks.timestamp;
  const isClock = (index: number): boolean => index === clock || index === times.clocks.startTimestamp;
  const seconds = secondsRead(columns, rows, times);
  const hasMinutes = seconds.some((time) => time % HOUR !== 0);
  const hasHours = seconds.some((time) => time % DAY !== 0);
  return columns.flatMap(({ name, time }, index) => {
    const values = filled(rows, index);
    if (taken.has(index) || time?.kind === "moment") return [];
    const isLost = isClock(index)
      ? areShort(values) && (saysMinutes(name, values) || contradictsHours(columns, rows, index))
      : !hasMinutes && areMinutes(name, values, hasHours);
    if (!isLost) return [];
    const taking = isClock(index) ? "was read as hours and minutes" : "was not used, so that events lack it";
    return [
      {
        kind: "LostClock" as const,
        column: name,
        detail: `"${name}" (such as ${values[0] ?? ""}) seems to hold minutes and seconds whose hours are lost, as spreadsheets write times in the format mm:ss; it ${taking}. Give the cells a format with the date and the hours, and export them anew.`,
        points: POINTS,
      },
    ];
  });
}

const filled = (rows: Rows, index: number): string[] =>
  rows.flatMap((row) => row[index]?.trim() ?? []).filter((value) => value !== "" && !isMissingWord(value));

/** Seconds since midnight, or since 1970, of the times as they are read. */
function secondsRead(columns: readonly ColumnProfile[], rows: Rows, { roles, clocks }: Times): readonly number[] {
  const rule = columns[roles.timestamp ?? -1]?.time?.format.rule;
  const clockIndex = clocks.timestamp;
  const form = clockIndex === undefined ? undefined : clockFormOf(filled(rows, clockIndex));
  return rows.flatMap((row) => {
    if (clockIndex !== undefined) return clockOfText(row[clockIndex] ?? "", form)?.clock.seconds ?? [];
    const scanned = scanSampled(row[roles.timestamp ?? -1] ?? "");
    return scanned === null || rule === undefined ? [] : (momentOf(scanned, rule)?.seconds ?? []);
  });
}

const SHORT = /^(\d{1,2}):[0-5]\d(?:[.,]\d{1,3})?$/;
/** Words of a name such as `Minute:Second` or `mm:ss`. */
const [MINUTES, SECONDS] = [/^(?:m{1,2}|min\p{L}*)$/u, /^(?:s{1,2}|se[ck]\p{L}*)$/u];
const FRACTION = /[.,]\d{1,3}$/;

const areShort = (values: readonly string[]): boolean =>
  values.length >= LEAST_MINUTES &&
  values.filter((value) => SHORT.test(value) && Number.parseInt(value, 10) < 60).length >= NEARLY_ALL * values.length;

/**
 * Whether clocks of two parts are minutes and seconds by their fractions, or by first parts that no hour has.
 * @param hasHours - whether the hours are known from elsewhere, so that the name is enough
 */
export function areMinutes(name: string, values: readonly string[], hasHours = false): boolean {
  if (!areShort(values) || namesDuration(name) !== null || namesPlan(name)) return false;
  const isNamed = namesClock(name) || spanName(name) !== null || nameFit(name, "timestamp") > 0;
  const late = values.filter((value) => Number.parseInt(value, 10) > 23).length;
  return saysMinutes(name, values) || (isNamed && (hasHours || late >= LEAST_LATE * values.length));
}

function namesMinutes(name: string): boolean {
  const [minutes = "", seconds = "", ...more] = plainName(name).split(" ");
  return more.length === 0 && MINUTES.test(minutes) && SECONDS.test(seconds);
}

/** Whether clocks of two parts are minutes and seconds by their name, or by fractions that seconds alone have. */
const saysMinutes = (name: string, values: readonly string[]): boolean =>
  namesMinutes(name) || values.every((value) => FRACTION.test(value));

/** Whether a column of hours says others than those that the clocks begin with. */
function contradictsHours(columns: readonly ColumnProfile[], rows: Rows, clock: number): boolean {
  return columns.some(({ name }, index) => {
    if (index === clock || !namesHour(name) || namesPlan(name)) return false;
    const hours = filled(rows, index);
    if (hours.length < LEAST_MINUTES || !hours.every((value) => /^(?:[01]?\d|2[0-4]) ?h?$/i.test(value))) return false;
    const pairs = rows.filter((row) => (row[index] ?? "") !== "" && (row[clock] ?? "") !== "");
    const other = pairs.filter(
      (row) => Number.parseInt(row[index] ?? "", 10) !== Number.parseInt(row[clock] ?? "", 10),
    );
    return other.length * 2 > pairs.length;
  });
}
