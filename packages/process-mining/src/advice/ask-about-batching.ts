import { findWorkingDays, weekdayFromThursday } from "./idle-days.ts";
import { judgeSaving, priorityOf, savingEvidence } from "./judge-effect.ts";
import type { Question, QuestionContext } from "./question.ts";
import type { Recommendation, Weekday } from "./recommendation.ts";
import { halfOf, type Visits } from "./visits.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** 1 January 1970 was a Thursday. */
const FROM_THURSDAY: readonly Weekday[] = [
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
];
/** So much of the work begins on one weekday, or within two hours of the day, … */
const BEGUN_TOGETHER = 0.7;
/** … while no more than so much of it comes then. */
const COME_TOGETHER = 0.4;
/** No part of the week or the day may see more than so much of it come: else work follows what comes before it. */
const COME_AT_ONCE = 0.5;
/** A rhythm shows in so many weeks or days at least, in each half. */
const FEWEST_PERIODS = 4;
/** When an activity is done: every week on one weekday, or every day at one hour. */
interface Rhythm {
  readonly periodMs: number;
  readonly fromMs: number;
  readonly lengthMs: number;
  readonly when: { readonly weekday: Weekday } | { readonly fromHour: number; readonly toHour: number };
}

/**
 * Does work wait for the day or the hour at which it is done in one go? Yes where most of an activity begins on one
 * weekday, or within two hours of the day, while cases come for it at all times, in both halves of the time. What it would
 * save to do it on every working day (twice a day, where it is done once) is computed for each case that waited.
 */
export const askAboutBatching: Question = async (context) => {
  const workingDays = findWorkingDays(context.log);
  return context.visits.flatMap((visits) => {
    const name = context.log.activities[visits.activity] ?? "";
    if (context.roles.externalWait?.includes(name) === true) return [];
    const rhythm = rhythmOf(visits);
    return rhythm === null ? [] : recommendMoreOften(context, visits, name, rhythm, workingDays);
  });
};

/** Whether work is done in batches by the clock; null where it isn't. */
export function rhythmOf(visits: Visits): Rhythm | null {
  const halves = [halfOf(visits, "earlier"), halfOf(visits, "later")];
  const weekdays = FROM_THURSDAY.map((weekday, at) => ({
    periodMs: 7 * DAY_MS,
    fromMs: at * DAY_MS,
    lengthMs: DAY_MS,
    when: { weekday },
  }));
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    periodMs: DAY_MS,
    fromMs: hour * HOUR_MS,
    lengthMs: 2 * HOUR_MS,
    when: { fromHour: hour, toHour: (hour + 2) % 24 },
  }));
  const rhythmAmong = (rhythms: readonly Rhythm[]): Rhythm | undefined =>
    rhythms.find((rhythm) =>
      halves.every(
        ({ arrivedMs, begunMs }) =>
          shareInside(begunMs, rhythm) >= BEGUN_TOGETHER &&
          shareInside(arrivedMs, rhythm) <= COME_TOGETHER &&
          rhythms.every((other) => shareInside(arrivedMs, other) <= COME_AT_ONCE) &&
          periodsOf(begunMs, rhythm) >= FEWEST_PERIODS,
      ),
    );
  return rhythmAmong(weekdays) ?? rhythmAmong(hours) ?? null;
}

function shareInside(times: Float64Array, rhythm: Rhythm): number {
  let inside = 0;
  for (const ms of times) if (placeIn(ms, rhythm) < rhythm.lengthMs) inside++;
  return inside / times.length;
}

function periodsOf(times: Float64Array, { periodMs, fromMs }: Rhythm): number {
  return new Set(Array.from(times, (ms) => Math.floor((ms - fromMs) / periodMs))).size;
}

function placeIn(ms: number, { periodMs, fromMs }: Rhythm): number {
  const place = (ms - fromMs) % periodMs;
  return place < 0 ? place + periodMs : place;
}

function recommendMoreOften(
  context: QuestionContext,
  visits: Visits,
  name: string,
  rhythm: Rhythm,
  workingDays: readonly boolean[],
): Recommendation[] {
  const savedSec = new Float64Array(context.log.caseCount);
  const isWeekly = rhythm.periodMs > DAY_MS;
  for (let at = 0; at < visits.count; at++) {
    const [arrivedMs = 0, begunMs = 0, owner = 0] = [visits.arrivedMs[at], visits.begunMs[at], visits.owner[at]];
    const soonerMs = isWeekly
      ? begunMs - nextWorkingDay(arrivedMs, begunMs, workingDays)
      : begunMs - (arrivedMs <= begunMs - rhythm.periodMs / 2 ? begunMs - rhythm.periodMs / 2 : begunMs);
    savedSec[owner] = (savedSec[owner] ?? 0) + Math.max(0, soonerMs) / 1000;
  }
  const saving = judgeSaving(context, savedSec);
  if (saving === null) return [];
  const evidence = {
    activity: name,
    visits: visits.count,
    shareBegunThen: shareInside(visits.begunMs, rhythm),
    shareComingThen: shareInside(visits.arrivedMs, rhythm),
    ...savingEvidence(saving),
  };
  const rated = {
    category: "Process Optimization" as const,
    priority: priorityOf(saving.effect),
    effect: saving.effect,
  };
  const { when } = rhythm;
  return [
    "weekday" in when
      ? { code: "workEveryDay", ...rated, evidence: { ...evidence, ...when } }
      : { code: "workTwiceADay", ...rated, evidence: { ...evidence, ...when } },
  ];
}

/** The time of day of `begunMs` on the first working day on which the case could have been taken up. */
function nextWorkingDay(arrivedMs: number, begunMs: number, workingDays: readonly boolean[]): number {
  const timeOfDay = begunMs - Math.floor(begunMs / DAY_MS) * DAY_MS;
  for (let day = Math.floor(arrivedMs / DAY_MS); day * DAY_MS < begunMs; day++) {
    const ms = day * DAY_MS + timeOfDay;
    if (ms >= arrivedMs && workingDays[weekdayFromThursday(ms)] === true) return Math.min(ms, begunMs);
  }
  return begunMs;
}
