import { formatsIn } from "@longhaul/domain";

const { number, shortSpan } = formatsIn("en");
const counted = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

/** What a process map says in English. */
export const en = {
  number,
  shortSpan,
  start: "Start",
  end: "End",
  noName: "(no name)",
  goesOnAt: (name: string): string => `Goes on at ${name}`,
  size: (cases: number, events: number): string => `${counted(cases, "case")}, ${counted(events, "event")}.`,
  all: (activities: number, transitions: number): string =>
    `All ${number(activities)} activities and ${number(transitions)} transitions.`,
  part: (shown: { activities: number; transitions: number }, of: typeof shown, percent: number): string =>
    `Showing ${number(shown.activities)} of ${number(of.activities)} activities and ${number(shown.transitions)} of ${number(of.transitions)} transitions, ${percent} % of flow.`,
  untimed: "Boxes: events. Arrows: count. The more frequent, the darker and thicker.",
  timed: (hasWork: boolean): string =>
    `Boxes: events · ${hasWork ? "mean time at work" : "mean time since the step before"}. Arrows: count, mean (median) ${hasWork ? "waiting time" : "time"}.`,
  frequent: "The more frequent, the darker and thicker.",
  colors: "The more frequent, the darker and thicker. Red: the transitions on which most time passes in total.",
  deviation: {
    notAllowed: (cases: number): string => `not allowed: ${counted(cases, "case")}`,
    skipped: (cases: number): string => `skipped: ${counted(cases, "case")}`,
  },
  deviationKeys: {
    notAllowed: "Orange border: done in some cases where the reference model doesn't allow it.",
    skipped: "Violet, dashed border: skipped in some cases though the reference model asks for it.",
  },
  cases: (cases: number): string => counted(cases, "case"),
  events: (events: number, cases: number): string => `${counted(events, "event")} in ${counted(cases, "case")}`,
  times: (times: number, cases: number): string => `${counted(times, "time")} in ${counted(cases, "case")}`,
  meanWork: (seconds: number): string => `mean time at work ${shortSpan(seconds)}`,
  meanWait: (seconds: number): string => `mean wait before ${shortSpan(seconds)}`,
  spread: (mean: number, median: number, total: number): string =>
    `mean ${shortSpan(mean)}, median ${shortSpan(median)}, total ${shortSpan(total)}`,
};

/** What a process map says; each language has all of it. */
export type MapTexts = typeof en;
