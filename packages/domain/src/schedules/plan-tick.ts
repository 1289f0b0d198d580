import { firstOfLast, nextTick, type Timetable } from "./ticks.ts";

/** How to catch up on missed ticks: run none, the last one, or each. */
export const CATCH_UPS = ["skip", "latest", "all"] as const;
export type CatchUp = (typeof CATCH_UPS)[number];

/** Most missed ticks that `all` makes up for; older ones are skipped. */
const MOST_CAUGHT_UP = 100;
/** A tick that is looked at within this time is not missed: a process was restarted, say. */
const PUNCTUAL_MS = 5 * 60_000;

/** What to do about a schedule that is due. Times are in milliseconds. */
export interface TickPlan {
  /** The tick to run; null when none of those that passed is to. */
  readonly run: number | null;
  /** The first and the last of the ticks to be skipped. */
  readonly skipped: { readonly fromMs: number; readonly toMs: number } | null;
  /** When the schedule is due again; null when it never is. Not after now where `all` has more to make up for. */
  readonly next: number | null;
}

/** Decides about the ticks from the one that was due, `dueMs`, up to now. */
export async function planTick(
  timetable: Timetable,
  { dueMs, nowMs, catchUp }: { readonly dueMs: number; readonly nowMs: number; readonly catchUp: CatchUp },
): Promise<TickPlan> {
  const first = await firstOfLast(timetable, dueMs, nowMs, catchUp === "all" ? MOST_CAUGHT_UP : 1);
  const next = nextTick(timetable, first);
  const isMissed = catchUp === "skip" && nowMs - first > PUNCTUAL_MS;
  if (isMissed) return { run: null, skipped: { fromMs: dueMs, toMs: first }, next };
  if (first === dueMs) return { run: first, skipped: null, next };
  return { run: first, skipped: { fromMs: dueMs, toMs: await firstOfLast(timetable, dueMs, first - 1, 1) }, next };
}
