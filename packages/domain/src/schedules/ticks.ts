import { Pacer, SERVER_SLICE_MS } from "../pacer.ts";
import { parseCron, type CronExpression } from "./cron.ts";
import { createZoneClock, findChange, type ZoneClock } from "./zone-clock.ts";

/** When a schedule runs: a cron expression by the clocks of a zone. */
export interface Timetable {
  readonly cron: CronExpression;
  readonly clock: ZoneClock;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The timetable of an expression and a zone that were accepted before. @throws Error for any others */
export function timetableOf(cron: string, timeZone: string): Timetable {
  const parsed = parseCron(cron);
  const clock = createZoneClock(timeZone);
  if ("fault" in parsed || clock === null) throw new Error(`no timetable: "${cron}" in "${timeZone}"`);
  return { cron: parsed, clock };
}

/**
 * The first tick after an instant; null when none ever comes. Where clocks are put on, a tick at a time of day that is left
 * out comes at the moment they change (once, for all of that gap); where they are put back, a time of day that comes twice
 * is meant the first time. Expressions with a `*` as minute or hour go by the clock instead: nothing in the hour that is
 * left out, and both times in the hour that comes twice. (The rule of Vixie's cron.)
 */
export function nextTick({ cron, clock }: Timetable, afterMs: number): number | null {
  let offset = clock(afterMs);
  let instantMs = afterMs;
  let wallMs = cron.next(cron.isFixed ? endOfSecondPass(clock, afterMs) : afterMs + offset);
  while (wallMs !== null) {
    const change = findChange(clock, instantMs, wallMs - offset);
    if (change === null) return wallMs - offset;
    const changed = clock(change);
    const [ends, begins] = [change + offset, change + changed];
    if (begins > wallMs) {
      if (cron.isFixed) return change;
      wallMs = cron.next(begins - 1);
    } else if (begins < ends && !cron.isFixed) wallMs = cron.next(begins - 1);
    offset = changed;
    instantMs = change;
  }
  return null;
}

/** The wall-clock time of an instant; while clocks show an hour for the second time, its end. */
function endOfSecondPass(clock: ZoneClock, instantMs: number): number {
  const wallMs = instantMs + clock(instantMs);
  const change = findChange(clock, instantMs - DAY_MS, instantMs);
  return change === null ? wallMs : Math.max(wallMs, change + clock(change - 1000) - 1);
}

/** The first ticks after an instant. */
export function nextTicks(timetable: Timetable, afterMs: number, count: number): number[] {
  const ticks: number[] = [];
  for (let tick = nextTick(timetable, afterMs); tick !== null && ticks.length < count;) {
    ticks.push(tick);
    tick = ticks.length < count ? nextTick(timetable, tick) : null;
  }
  return ticks;
}

/**
 * Of the ticks from `firstMs`, which is one, to `untilMs` the first of the last `most`. Leaves the thread now and then.
 */
export async function firstOfLast(
  timetable: Timetable,
  firstMs: number,
  untilMs: number,
  most: number,
): Promise<number> {
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  const hasMore = (fromMs: number): boolean => {
    let tick = nextTick(timetable, fromMs - 1);
    for (let count = 0; tick !== null && tick <= untilMs; tick = nextTick(timetable, tick))
      if (++count > most) return true;
    return false;
  };
  if (!hasMore(firstMs)) return firstMs;
  let [more, few] = [firstMs, untilMs + 1];
  while (few - more > MINUTE_MS / 2) {
    await pacer.pause();
    const middle = Math.floor((more + few) / 2);
    if (hasMore(middle)) more = middle;
    else few = middle;
  }
  return nextTick(timetable, few - 1) ?? untilMs;
}
