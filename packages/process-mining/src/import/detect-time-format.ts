/** How the text of a time column is read. */
export type TimeFormat =
  | { readonly kind: "iso" }
  /** strptime patterns, most frequent first; `%z` = offset, a literal Z, UTC or GMT at the end = UTC. */
  | { readonly kind: "strptime"; readonly patterns: readonly string[] }
  | { readonly kind: "epoch"; readonly unit: EpochUnit };

export type EpochUnit = "seconds" | "milliseconds" | "microseconds" | "nanoseconds";

export interface DetectedTimeFormat {
  readonly format: TimeFormat;
  /** Share of the values that the format reads, 0–1. */
  readonly share: number;
  /** True when every value reads both day-first and month-first. */
  readonly isAmbiguous: boolean;
  /** True for plain numbers, which may be anything else as well. */
  readonly isWeak: boolean;
}

type DateOrder = "ymd" | "ydm" | "dmy" | "mdy";

interface TimeShape {
  /** Values of one family can be read by the same rule. */
  readonly family: "year first" | "year last" | "month name" | "compact" | EpochUnit;
  /** strptime pattern; numeric dates have `<date>` in place of the date. */
  readonly pattern: string;
  readonly orders: readonly DateOrder[];
  readonly separator?: string;
  readonly yearPattern?: "%Y" | "%y";
  readonly isIso: boolean;
  readonly hasMeridiem: boolean;
}

const timePart = String.raw`(?<glue>[Tt]|,? +)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:(?<point>[.,])(?<fraction>\d{1,9}))?)?(?<gap> ?)(?<meridiem>[AaPp][Mm])?(?<zoneGap> ?)(?<zone>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?`;
const numericDate = new RegExp(
  String.raw`^(?<a>\d{1,4})(?<separator>[-/.])(?<b>\d{1,2})\k<separator>(?<c>\d{1,4})(?:${timePart})?$`,
);
const namedDate = new RegExp(
  String.raw`^(?:(?<weekday>[A-Z][a-z]{2})(?<weekdayGlue>,? ))?(?:(?<day>\d{1,2})(?<s1>[-/. ])(?<month>[A-Za-z]{3,9})(?<s2>[-/. ])|(?<month2>[A-Za-z]{3,9}) (?<day2>\d{1,2})(?<comma>,?) )(?<year>\d{4}|\d{2})(?:${timePart})?$`,
);
const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** True when a text is written as a date or a date with a time (not as a plain number). */
export const looksLikeTime = (text: string): boolean => {
  const shape = shapeOf(text);
  return shape !== null && !isEpoch(shape.family) && shape.family !== "compact";
};

/**
 * The format that reads most of the values, or null when it reads fewer than half. Day-first or month-first is decided
 * by the values: the order under which more of them are dates (a day above 12 is the evidence). Without evidence
 * day-first is taken, month-first only with AM/PM, and `isAmbiguous` is set. The same decides between year-month-day
 * (the default) and year-day-month.
 */
export function detectTimeFormat(values: readonly string[], leastShare = 0.5): DetectedTimeFormat | null {
  const families = new Map<string, TimeShape[]>();
  let total = 0;
  for (const value of values) {
    const text = value.trim();
    if (text === "") continue;
    total++;
    const shape = shapeOf(text);
    if (shape === null) continue;
    const family = families.get(shape.family);
    if (family) family.push(shape);
    else families.set(shape.family, [shape]);
  }
  const shapes = [...families.values()].sort((a, b) => b.length - a.length)[0];
  const family = shapes?.[0]?.family;
  if (shapes === undefined || family === undefined) return null;
  if (isEpoch(family)) {
    const share = shapes.length / total;
    return share < leastShare
      ? null
      : { format: { kind: "epoch", unit: family }, share, isAmbiguous: false, isWeak: true };
  }
  const { order, readable, isAmbiguous } = decideOrder(shapes);
  const share = readable.length / total;
  if (share < leastShare || readable.length === 0) return null;
  const isIso = order === "ymd" && readable.every((shape) => shape.isIso);
  const format: TimeFormat = isIso ? { kind: "iso" } : { kind: "strptime", patterns: patternsOf(readable, order) };
  return { format, share, isAmbiguous, isWeak: family === "compact" };
}

/** The format in words for a report: `ISO 8601`, `epoch seconds`, or its commonest strptime pattern. */
export function describeTimeFormat(format: TimeFormat): string {
  if (format.kind === "iso") return "ISO 8601";
  return format.kind === "epoch" ? `epoch ${format.unit}` : (format.patterns[0] ?? "");
}

function decideOrder(shapes: readonly TimeShape[]): {
  order: DateOrder;
  readable: readonly TimeShape[];
  isAmbiguous: boolean;
} {
  const count = (order: DateOrder) => shapes.filter((shape) => shape.orders.includes(order)).length;
  const isYearFirst = shapes[0]?.family !== "year last";
  const meridiem = shapes.some((shape) => shape.hasMeridiem) && shapes[0]?.separator === "/";
  const [usual, other]: [DateOrder, DateOrder] = isYearFirst
    ? ["ymd", "ydm"]
    : meridiem
      ? ["mdy", "dmy"]
      : ["dmy", "mdy"];
  const order = count(other) > count(usual) ? other : usual;
  return {
    order,
    readable: shapes.filter((shape) => shape.orders.includes(order)),
    isAmbiguous: !isYearFirst && count(usual) === count(other),
  };
}

function patternsOf(shapes: readonly TimeShape[], order: DateOrder): string[] {
  const counts = new Map<string, number>();
  for (const shape of shapes) {
    const letters = { y: shape.yearPattern ?? "%Y", m: "%m", d: "%d" };
    const date = order
      .split("")
      .map((letter) => letters[letter === "y" ? "y" : letter === "m" ? "m" : "d"])
      .join(shape.separator ?? "");
    const pattern = shape.pattern.replace("<date>", date);
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([pattern]) => pattern);
}

const isEpoch = (family: string): family is EpochUnit => family.endsWith("seconds");

function shapeOf(text: string): TimeShape | null {
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    const numeric = numericDate.exec(text)?.groups;
    if (numeric) return numericShape(numeric);
    if (/^\d+(?:\.\d+)?$/.test(text)) return numberShape(text);
  }
  const named = namedDate.exec(text)?.groups;
  return named ? namedShape(named) : null;
}

type Groups = Readonly<Record<string, string | undefined>>;

function numericShape(groups: Groups): TimeShape | null {
  const time = timePattern(groups);
  const a = groups["a"] ?? "";
  const c = groups["c"] ?? "";
  const separator = groups["separator"] ?? "-";
  if (time === null) return null;
  const isYearFirst = a.length === 4;
  if (!isYearFirst && (a.length > 2 || (c.length !== 4 && c.length !== 2))) return null;
  if (isYearFirst && c.length > 2) return null;
  const [x, y] = isYearFirst ? [Number(groups["b"]), Number(c)] : [Number(a), Number(groups["b"])];
  const isMonth = (value: number) => value >= 1 && value <= 12;
  const isDay = (value: number) => value >= 1 && value <= 31;
  const orders: DateOrder[] = [];
  if (isMonth(x) && isDay(y)) orders.push(isYearFirst ? "ymd" : "mdy");
  if (isDay(x) && isMonth(y)) orders.push(isYearFirst ? "ydm" : "dmy");
  if (orders.length === 0) return null;
  return {
    family: isYearFirst ? "year first" : "year last",
    pattern: `<date>${time}`,
    orders,
    separator,
    yearPattern: isYearFirst || c.length === 4 ? "%Y" : "%y",
    isIso:
      isYearFirst && separator !== "." && groups["meridiem"] === undefined && groups["glue"]?.startsWith(",") !== true,
    hasMeridiem: groups["meridiem"] !== undefined,
  };
}

function namedShape(groups: Groups): TimeShape | null {
  const time = timePattern(groups);
  const month = (groups["month"] ?? groups["month2"] ?? "").toLowerCase();
  const isShort = month.length === 3;
  if (time === null || !monthNames.some((name) => (isShort ? name.startsWith(month) : name === month))) return null;
  const monthPattern = isShort && month !== "may" ? "%b" : "%B";
  const year = groups["year"]?.length === 4 ? "%Y" : "%y";
  const weekday = groups["weekday"] === undefined ? "" : `%a${groups["weekdayGlue"] ?? " "}`;
  const date =
    groups["day"] === undefined
      ? `${monthPattern} %d${groups["comma"] ?? ""} ${year}`
      : `%d${groups["s1"] ?? " "}${monthPattern}${groups["s2"] ?? " "}${year}`;
  return {
    family: "month name",
    pattern: `${weekday}${date}${time}`,
    orders: ["ymd"],
    isIso: false,
    hasMeridiem: groups["meridiem"] !== undefined,
  };
}

function timePattern(groups: Groups): string | null {
  if (groups["hour"] === undefined) return "";
  const hour = Number(groups["hour"]);
  const { meridiem, fraction, zone } = groups;
  if (hour > 24 || Number(groups["minute"]) > 59 || Number(groups["second"] ?? 0) > 60) return null;
  if (meridiem !== undefined && (hour < 1 || hour > 12)) return null;
  const seconds = groups["second"] === undefined ? "" : ":%S";
  const decimals = fraction === undefined ? "" : `${groups["point"] ?? "."}%n`;
  const half = meridiem === undefined ? "" : `${groups["gap"] ?? ""}%p`;
  const offset =
    zone === undefined
      ? ""
      : `${meridiem === undefined ? (groups["gap"] ?? "") : ""}${groups["zoneGap"] ?? ""}${/^[+-]/.test(zone) ? "%z" : zone}`;
  return `${groups["glue"] ?? " "}${meridiem === undefined ? "%H" : "%I"}:%M${seconds}${decimals}${half}${offset}`;
}

/** Dates without separators and counts since 1970, the latter within 1990–2100 so that few other numbers pass. */
function numberShape(text: string): TimeShape | null {
  const digits = text.split(".")[0] ?? "";
  const none = { orders: ["ymd"] as const, isIso: false, hasMeridiem: false };
  if (digits === text && /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(text)) {
    if (text.length === 8) return { family: "compact", pattern: "%Y%m%d", ...none };
    if (text.length === 14) return { family: "compact", pattern: "%Y%m%d%H%M%S", ...none };
  }
  const units: readonly [EpochUnit, number][] = [
    ["seconds", 1],
    ["milliseconds", 1e3],
    ["microseconds", 1e6],
    ["nanoseconds", 1e9],
  ];
  for (const [unit, perSecond] of units) {
    const seconds = Number(text) / perSecond;
    if (seconds >= 631_152_000 && seconds < 4_102_444_800) return { family: unit, pattern: "", ...none };
  }
  return null;
}
