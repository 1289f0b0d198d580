/** The stretch of time that a date or a time names, in milliseconds since the epoch. */
export interface Moment {
  readonly startMs: number;
  /** The first millisecond after the day, minute, second or millisecond that the text names. */
  readonly endMs: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MAX_OFFSET_MINUTES = 14 * 60;
const FORM =
  /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):?([0-5]\d))?)?$/;

/**
 * Reads a date (`2024-01-31`) or a time (`2024-01-31T08:00:00Z`; UTC unless it names an offset) of ISO 8601.
 * @returns null for any other text and for impossible times: 30 February, 25 o'clock, an offset over 14 hours
 */
export function readMoment(text: string): Moment | null {
  const [, date, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = FORM.exec(text) ?? [];
  if (date === undefined) return null;
  const dayMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(dayMs) || new Date(dayMs).toISOString().slice(0, 10) !== date || date < "0001") return null;
  if (hour === undefined) return { startMs: dayMs, endMs: dayMs + DAY_MS };
  const offset = Number(`${sign ?? "+"}1`) * (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0));
  if (Math.abs(offset) > MAX_OFFSET_MINUTES) return null;
  const ms = Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  const startMs = dayMs + (Number(hour) * 60 + Number(minute) - offset) * MINUTE_MS + Number(second ?? 0) * 1000 + ms;
  return { startMs, endMs: startMs + (fraction === undefined ? (second === undefined ? MINUTE_MS : 1000) : 1) };
}

/** The first millisecond of a date or time. @throws RangeError when the text is neither */
export function startOf(text: string): Date {
  return new Date(checked(text).startMs);
}

/** The first millisecond after a date or time. @throws RangeError when the text is neither */
export function endOf(text: string): Date {
  return new Date(checked(text).endMs);
}

function checked(text: string): Moment {
  const moment = readMoment(text);
  if (moment === null) throw new RangeError(`${text} is neither a date nor a time`);
  return moment;
}
