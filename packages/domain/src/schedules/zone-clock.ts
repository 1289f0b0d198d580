/** Milliseconds that clocks of a zone are ahead of UTC at an instant. */
export type ZoneClock = (instantMs: number) => number;

const DAY_MS = 86_400_000;
/** Clocks that are changed twice within this, and back, are seen where a search ends between the changes only. */
const STEP_MS = 30 * DAY_MS;

/** The clock of an IANA time zone; null when there is no such zone. Offsets such as `+02:00` are no zones. */
export function createZoneClock(timeZone: string): ZoneClock | null {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(timeZone)) return null;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return null;
  }
  return (instantMs) => {
    const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    for (const { type, value } of format.formatToParts(instantMs)) if (isPart(type)) part[type] = Number(value);
    const wallMs = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
    return wallMs - Math.floor(instantMs / 1000) * 1000;
  };
}

const isPart = (type: string): type is "year" | "month" | "day" | "hour" | "minute" | "second" =>
  ["year", "month", "day", "hour", "minute", "second"].includes(type);

/** The first instant after `fromMs`, and not after `untilMs`, at which clocks are changed; null when they aren't. */
export function findChange(clock: ZoneClock, fromMs: number, untilMs: number): number | null {
  const before = clock(fromMs);
  for (let low = fromMs; low < untilMs; low += STEP_MS) {
    const high = Math.min(low + STEP_MS, untilMs);
    if (clock(high) !== before) return bisect(clock, before, low, high);
  }
  return null;
}

/** Clocks are changed at whole seconds. */
function bisect(clock: ZoneClock, before: number, lowMs: number, highMs: number): number {
  let [low, high] = [Math.floor(lowMs / 1000), Math.ceil(highMs / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clock(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}
