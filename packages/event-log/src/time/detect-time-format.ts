import { clockFormOf, judgeClocks } from "./clock-column.ts";
import { decideDateOrder, DATE_SHAPES, ordersMask, type DateShape, type OrderSample } from "./date-order.ts";
import { daysOf, shapeOfDate, usualRule, type DateRule } from "./read-time.ts";
import { scanSampled } from "./scan-time.ts";
import type { DateOrder, NumberUnit, ScannedTime } from "./scanned-time.ts";
import type { DetectedTimeFormat, FastRead, TimeFormat } from "./time-format.ts";

const UNIT_NAMES: Readonly<Record<NumberUnit, string>> = {
  seconds: "epoch seconds",
  milliseconds: "epoch milliseconds",
  microseconds: "epoch microseconds",
  nanoseconds: "epoch nanoseconds",
  ticks: ".NET ticks",
  filetime: "Windows file time",
  webkit: "WebKit time",
  excel: "Excel serial date",
};
/** More patterns than these cost more than they spare. */
const mostFastPatterns = 4;

/** True when a text is written as a date or a date with a time (not as a plain number). */
export function looksLikeTime(text: string): boolean {
  const scanned = scanSampled(text);
  if (scanned === null) return false;
  const { date } = scanned;
  return (
    date === null || (date.kind !== "count" && !/^\d+$/.test(text) && (date.kind === "days" || ordersMask(date) !== 0))
  );
}

/** A column's sample taken apart, in the order of the file; null for what is no time. */
export interface ScannedColumn {
  readonly values: readonly string[];
  readonly scanned: readonly (ScannedTime | null)[];
}

export const scanColumn = (values: readonly string[]): ScannedColumn => ({
  values,
  scanned: values.map((value) => scanSampled(value)),
});

/**
 * The format that reads most of the values, or null when it reads fewer than `leastShare`. The rule says how dates of three
 * numbers are read; left out, it is decided by the values alone.
 */
export function detectTimeFormat(values: readonly string[], leastShare = 0.5): DetectedTimeFormat | null {
  const filled = values.filter((value) => value.trim() !== "");
  // Most columns hold no times, which a few values show.
  const few = filled.slice(0, 200);
  if (few.length === 200 && few.every((value) => scanSampled(value) === null) && judgeClocks(few) === null) {
    if (filled.slice(-100).every((value) => scanSampled(value) === null)) return null;
  }
  const column = scanColumn(filled);
  const { rule, rivals } = decideBySample(column);
  return describeColumn(column, rule, rivals.length > 0, leastShare);
}

/** The format of a column whose order of day and month is decided. */
export function describeColumn(
  { values, scanned }: ScannedColumn,
  rule: DateRule,
  isAmbiguous: boolean,
  leastShare = 0.5,
): DetectedTimeFormat | null {
  const clocks = judgeClocks(values);
  if (clocks === "signed") return clockFormat(rule, values, true);
  const read = scanned.filter(
    (entry): entry is ScannedTime => entry !== null && entry.date !== null && isReadable(entry, rule),
  );
  const share = values.length === 0 ? 0 : read.length / values.length;
  if (read.length === 0 || share < leastShare) return clocks === "figures" ? clockFormat(rule, values, false) : null;
  const counts = read.filter(({ date }) => date?.kind === "count");
  const units = new Set(counts.map(({ date }) => (date?.kind === "count" ? date.unit : null)));
  const isFaint = counts.length === read.length && units.has("excel") && units.size === 1 && !hasDayFractions(values);
  if (isFaint && clocks === "figures") return clockFormat(rule, values, false);
  const hasClock = read.some(
    ({ clock, date }) => (clock !== null && clock.seconds > 0) || (date?.kind === "count" && !isWholeDay(date)),
  );
  const isBareFigures = read.every(
    ({ date, clock }) => date?.kind === "days" && date.form === "compact" && clock === null,
  );
  const isShortDate = read.every(
    ({ date, clock }) => date?.kind === "numbers" && date.yearDigits === 2 && clock === null,
  );
  return {
    format: formatOf(read, values, scanned, rule),
    kind: hasClock ? "moment" : "date",
    share,
    isAmbiguous,
    isWeak: counts.length === read.length || isBareFigures || isShortDate,
    isFaint,
    mixedUnits:
      units.size > 1 || (counts.length > 0 && counts.length < read.length)
        ? unitNames(units, counts.length < read.length)
        : [],
  };
}

/** Whether a count is one of Excel's days, which may have a column of times beside it. */
const isWholeDay = ({ unit, digits }: { readonly unit: NumberUnit; readonly digits: string }): boolean =>
  unit === "excel" && /^\d+(?:[.,]0+)?$/.test(digits);

const unitNames = (units: ReadonlySet<NumberUnit | null>, hasOthers: boolean): string[] => [
  ...[...units].flatMap((unit) => (unit === null ? [] : [UNIT_NAMES[unit]])),
  ...(hasOthers ? ["dates"] : []),
];

const isReadable = ({ date }: ScannedTime, rule: DateRule): boolean =>
  date !== null && (date.kind === "count" || daysOf(date, rule) !== null);

const hasDayFractions = (values: readonly string[]): boolean =>
  values.filter((value) => /[.,]\d{4,}$/.test(value.trim())).length > values.length / 2;

export function clockFormat(rule: DateRule, values: readonly string[], isSigned: boolean): DetectedTimeFormat {
  const described = isSigned ? "time of day" : "figures";
  const format = { rule, given: null, fast: null, described, hasNanos: false, clockForm: clockFormOf(values) };
  return { format, kind: "clock", share: 1, isAmbiguous: false, isWeak: true, isFaint: true, mixedUnits: [] };
}

/** Decides the order of each shape of dates by one column alone. */
export function decideBySample({ scanned }: ScannedColumn): { rule: DateRule; rivals: readonly DateOrder[] } {
  const rule: { -readonly [Shape in DateShape]: DateRule[Shape] } = { ...usualRule };
  const rivals: DateOrder[] = [];
  for (const shape of DATE_SHAPES) {
    const samples = orderSamples(scanned, shape);
    if (samples.length === 0) continue;
    const masks = new Map<number, number>();
    for (const { date } of samples) masks.set(ordersMask(date), (masks.get(ordersMask(date)) ?? 0) + 1);
    const decided = decideDateOrder({ shape, masks, runs: [samples], pairs: [], isAmerican: isAmerican(scanned) });
    (rule as Record<DateShape, DateOrder>)[shape] = decided.order;
    rivals.push(...decided.rivals);
  }
  return { rule, rivals };
}

export const isAmerican = (scanned: readonly (ScannedTime | null)[]): boolean =>
  scanned.some(
    (entry) => entry?.clock?.hasMeridiem === true && entry.date?.kind === "numbers" && entry.date.separator === "/",
  );

export function orderSamples(
  scanned: readonly (ScannedTime | null)[],
  shape: DateShape,
  caseKey: (at: number) => string | null = () => null,
): OrderSample[] {
  return scanned.flatMap((entry, at) =>
    entry?.date?.kind === "numbers" && shapeOfDate(entry.date) === shape
      ? [{ date: entry.date, seconds: entry.clock?.seconds ?? 0, caseKey: caseKey(at) }]
      : [],
  );
}

function formatOf(
  read: readonly ScannedTime[],
  values: readonly string[],
  scanned: readonly (ScannedTime | null)[],
  rule: DateRule,
): TimeFormat {
  const patterns = new Map<string, number>();
  let iso = 0;
  for (const entry of read) {
    if (isIso(entry, rule)) iso++;
    const pattern = patternOf(entry, rule);
    patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1);
  }
  const ranked = [...patterns].sort((a, b) => b[1] - a[1]);
  const [commonest = ""] = ranked.map(([pattern]) => pattern);
  const example = values[scanned.findIndex((entry) => entry !== null && patternOf(entry, rule) === commonest)] ?? "";
  const described = iso === read.length ? "ISO 8601" : commonest === "" ? `like ${JSON.stringify(example)}` : commonest;
  const known = ranked.map(([pattern]) => pattern).filter((pattern) => pattern.includes("%"));
  const fast: FastRead | null =
    iso * 2 >= read.length
      ? { kind: "iso" }
      : known.length === 0
        ? null
        : { kind: "strptime", patterns: known.slice(0, mostFastPatterns) };
  const hasNanos =
    values.some((value) => /[.,]\d{7,}/.test(value)) ||
    read.some(({ date }) => date?.kind === "count" && date.unit === "nanoseconds");
  return { rule, given: null, fast, described, hasNanos };
}

function isIso({ date, pattern, clock }: ScannedTime, rule: DateRule): boolean {
  if (date === null || pattern === null || date.kind !== "numbers") return false;
  return (
    date.isYearFirst &&
    rule.yearFirst === "ymd" &&
    (date.separator === "-" || date.separator === "/") &&
    clock?.hasMeridiem !== true &&
    (pattern === "<date>" || /^<date>(?:T| +)%H:%M/.test(pattern))
  );
}

/** strptime pattern of a value, the name of its unit, or nothing where neither can say it. */
function patternOf({ date, pattern }: ScannedTime, rule: DateRule): string {
  if (date?.kind === "count") return UNIT_NAMES[date.unit];
  if (pattern === null || date === null || date.kind === "days") return pattern ?? "";
  const order = rule[shapeOfDate(date)];
  const year = date.yearDigits === 4 ? "%Y" : "%y";
  const glue = date.separator === "" ? " " : date.separator;
  const text = order
    .split("")
    .map((letter) => (letter === "y" ? year : `%${letter}`))
    .join(glue);
  return pattern.replace("<date>", text);
}
