import { formatsIn } from "@longhaul/domain";
import { counted, quoted } from "./counted.ts";

const { number, decimal, percent, span, day } = formatsIn("en");

type Period = "hour" | "day" | "week" | "month" | "quarter" | "year";
const ORDINALS = ["first", "second", "third", "fourth"] as const;
/** When a period was, by its first day as an ISO date, or by an hour of one: `in December 2010`. */
const when = (unit: Period, start: string): string => {
  const year = start.slice(0, 4);
  const date = day(start.slice(0, 10));
  switch (unit) {
    case "hour":
      return `in the hour from ${start.slice(11, 13)}:00 on ${date}`;
    case "day":
      return `on ${date}`;
    case "week":
      return `in the week of ${date}`;
    case "month":
      return `in ${date.slice(date.indexOf(" ") + 1)}`;
    case "quarter":
      return `in the ${ORDINALS[Math.floor((Number(start.slice(5, 7)) - 1) / 3)] ?? ""} quarter of ${year}`;
    default:
      return `in ${year}`;
  }
};

/** What charts say. */
export const readings = {
  alike: (duration: number): string => `Every case takes ${span(duration)}.`,
  durations: (median: number, p75: number, p95: number): string =>
    `Half of the cases end within ${span(median)}, three quarters within ${span(p75)}, 95 % within ${span(p95)}.`,
  skewedMean: (mean: number, times: number): string =>
    `The mean, ${span(mean)}, is ${decimal(times, times < 10 ? 1 : 0)} times the median: a part of the cases takes far longer than usual.`,
  mean: (mean: number): string => `The mean is ${span(mean)}.`,
  longest: (max: number): string => `The longest case took ${span(max)}.`,
  mostStarted: (unit: Period, period: string, cases: number): string =>
    `Most cases started ${when(unit, period)}: ${number(cases)}.`,
  mostEnded: (unit: Period, period: string, cases: number): string =>
    `Most cases ended ${when(unit, period)}: ${number(cases)}.`,
  noMoreStarted: (unit: Period, cases: number): string => `No ${unit} saw more than ${counted(cases, "case")} start.`,
  noMoreEnded: (unit: Period, cases: number): string => `No ${unit} saw more than ${counted(cases, "case")} end.`,
  mostOpen: (unit: Period, period: string, cases: number): string =>
    `At the end of ${unit === "hour" ? "an" : "a"} ${unit} at most ${counted(cases, "case")} ${cases === 1 ? "was" : "were"} open: first ${when(unit, period)}.`,
  longestWait: (activity: string, sec: number, share: number): string =>
    `Before ${quoted(activity)} cases wait the longest: ${span(sec)} in all, ${percent(share)} of all cycle time.`,
  mostTime: (activity: string, sec: number, share: number): string =>
    `Most time passes before ${quoted(activity)} is completed: ${span(sec)} in all, ${percent(share)} of all cycle time.`,
  halfOfWaits: (waits: number, median: number): string =>
    `Half of the waits for it (${number(waits)}) end within ${span(median)}.`,
  halfOfTimes: (waits: number, median: number): string =>
    `Half of the times (${number(waits)}) end within ${span(median)}.`,
  firstWaits: (first: number, share: number): string =>
    `The waits for the first ${number(first)} add up to ${percent(share)} of all cycle time.`,
  firstTimes: (first: number, share: number): string =>
    `The times before the first ${number(first)} add up to ${percent(share)} of all cycle time.`,
  usualWay: (share: number): string => `The most frequent way covers ${percent(share)} of the cases.`,
  usualWayWithin: (share: number, median: number): string =>
    `The most frequent way covers ${percent(share)} of the cases; half of those end within ${span(median)}.`,
  coverMost: (few: number, variants: number): string =>
    `${number(few)} of ${counted(variants, "variant")} cover 80 % of the cases.`,
  single: (variants: number): string =>
    `${counted(variants, "variant")} ${variants === 1 ? "is" : "are"} taken by one case only.`,
  bothMedian: (a: number, b: number, change: string): string =>
    `The median is ${span(a)} in A and ${span(b)} in B (${change}).`,
  bothMean: (a: number, b: number, change: string): string =>
    `The mean is ${span(a)} in A and ${span(b)} in B (${change}).`,
  /** Of an analysis whose whole period is shorter than cases of the other. */
  shortPeriod: (name: string, covered: number, other: string, p95: number): string =>
    `No case of ${name} can take longer than ${span(covered)}, the time that its events cover, while 5 % of the cases of ${other} take more than ${span(p95)}: durations can’t be compared as they are.`,
  sameMedian: (median: number): string => `The median is ${span(median)} in both.`,
  sameMean: (mean: number): string => `The mean is ${span(mean)} in both.`,
  /** @param isMostChanged whether no other share differs as much */
  sameWorst: (activity: string, inA: number, inB: number, isMostChanged: boolean): string =>
    `In both most time passes before ${quoted(activity)}: ${percent(inA)} of cycle time in A, ${percent(inB)} in B${isMostChanged ? ", which is also the largest difference" : ""}.`,
  otherWorst: (activityA: string, inA: number, activityB: string, inB: number): string =>
    `Most time passes before ${quoted(activityA)} in A (${percent(inA)} of cycle time) and before ${quoted(activityB)} in B (${percent(inB)}).`,
  differsMost: (activity: string, inA: number, inB: number): string =>
    `The share before ${quoted(activity)} differs the most: ${percent(inA)} in A, ${percent(inB)} in B.`,
};
