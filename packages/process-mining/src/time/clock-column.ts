import { plainTimeText } from "./plain-time-text.ts";
import { daysOf, usualRule } from "./read-time.ts";
import type { ScannedClock, ScannedTime } from "./scanned-time.ts";
import { scanSampled, scanTime } from "./scan-time.ts";

/** Days that spreadsheets and databases put before a time of day: Excel's 0 and 1, the Mac's, and the first of the calendar. */
const EMPTY_DAYS: ReadonlySet<number> = new Set([-25_569, -25_568, -25_567, -24_107, -719_162]);

/** Figures of the clocks of a column: where some are written with seconds, all are, and short ones lack leading zeros. */
export const clockFigures = (values: readonly string[]): number =>
  values.some((value) => /^\d{5,6}$/.test(plainTimeText(value))) ? 6 : 4;

/** The time of day of a text in a column that holds nothing else; null where it is none. */
export function clockOfText(
  text: string,
  figuresOfColumn = 4,
): { readonly clock: ScannedClock; readonly zone: ScannedTime["zone"] } | null {
  const trimmed = plainTimeText(text);
  const plain = figuresOfColumn === 6 && /^\d{1,5}$/.test(trimmed) ? trimmed.padStart(6, "0") : trimmed;
  const figures = /^(\d{1,2})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{2})(\d{2})$/.exec(plain);
  if (figures !== null) {
    const [hour, minute, second] = [Number(figures[1]), Number(figures[2]), Number(figures[3] ?? 0)];
    if (hour > 23 || minute > 59 || second > 59) return null;
    return { clock: { seconds: hour * 3600 + minute * 60 + second, nanos: 0, hasMeridiem: false }, zone: null };
  }
  if (/^0?[.,]\d+$/.test(plain)) {
    const seconds = Math.round(Number(plain.replace(",", ".")) * 86_400);
    return { clock: { seconds, nanos: 0, hasMeridiem: false }, zone: null };
  }
  if (/^0$/.test(plain)) return { clock: { seconds: 0, nanos: 0, hasMeridiem: false }, zone: null };
  const scanned = scanTime(text);
  return scanned === null || scanned.clock === null ? null : { clock: scanned.clock, zone: scanned.zone };
}

/** Whether the date of a scanned text is one of those that stand for none. */
export function isEmptyDay({ date }: ScannedTime): boolean {
  if (date === null) return true;
  if (date.kind === "count") return false;
  const days = daysOf(date, usualRule);
  return days !== null && EMPTY_DAYS.has(days);
}

/** How surely the values of a column are times of day: by sign (`8:05`), by figures alone (`080500`), or not. */
export function judgeClocks(values: readonly string[]): "signed" | "figures" | null {
  if (values.length === 0) return null;
  let signed = 0;
  let figures = 0;
  const width = clockFigures(values);
  const isFigures = width === 6 ? /^(?:\d{1,6}|0?[.,]\d+)$/ : /^(?:\d{4}|0?[.,]\d+)$/;
  for (const value of values) {
    const plain = plainTimeText(value);
    if (isFigures.test(plain)) figures += clockOfText(plain, width) === null ? 0 : 1;
    else {
      const scanned = scanSampled(value);
      if (scanned !== null && scanned.clock !== null && isEmptyDay(scanned)) signed++;
    }
  }
  if (signed >= values.length * 0.9) return "signed";
  return figures >= values.length * 0.98 && values.length >= 3 ? "figures" : null;
}
