import { formatsIn } from "@longhaul/domain";
import { quoted } from "./counted.ts";

const { number, percent, span, day } = formatsIn("en");

/** `2026-11-27` → `27 Nov 2026`. */
const dayOf = (start: string): string => {
  const [, at = "", month = "", year = ""] = /^(\d+) (\p{L}+) (\d+)$/u.exec(day(start.slice(0, 10))) ?? [];
  return `${at} ${month.slice(0, 3)} ${year}`;
};
const quarterOf = (start: string): number => Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1;

/** Labels of figures, columns and series, and captions of tables and charts. */
export const tables = {
  comparedName: (letter: string, name: string): string => `${letter}: ${name}`,
  points: (difference: string): string => `${difference} points`,
  inPoints: "points",
  cut: (caption: string, shown: number, total: number): string =>
    `${caption} (the first ${number(shown)} of ${number(total)})`,
  keyFigures: {
    cases: "Cases",
    events: "Events",
    activities: "Activities",
    variants: "Variants",
    medianDuration: "Median case duration",
    meanDuration: "Mean case duration",
    p95Duration: "95 % of cases end within",
    rework: "Cases with rework",
    efficiency: "Flow efficiency",
  },
  quantiles: {
    min: "Shortest",
    p25: "25 % within",
    median: "Median",
    mean: "Mean",
    p75: "75 % within",
    p95: "95 % within",
    max: "Longest",
  },
  durationsChart: (longest: number): string =>
    `Cases by duration; the last class holds those that take longer, up to ${span(longest)}`,
  durationsClosedChart: "Cases by duration",
  durationsTable: "Distribution of case durations",
  durationIn: (unit: string): string => `Case duration in ${unit}`,
  units: { days: "days", hours: "hours", minutes: "minutes", seconds: "seconds" },
  longer: "longer",
  casesStarted: "Cases started",
  casesEnded: "Cases ended",
  timeline: {
    hour: "Cases started and ended by hour (UTC)",
    day: "Cases started and ended by day (UTC)",
    week: "Cases started and ended by week (UTC)",
    month: "Cases started and ended by month (UTC)",
    quarter: "Cases started and ended by quarter (UTC)",
    year: "Cases started and ended by year (UTC)",
  },
  /** When a period of a timeline begins: `start` is an ISO date, or an hour of one. */
  period: {
    hour: (start: string): string => `${dayOf(start).slice(0, -5)} ${start.slice(11)}:00`,
    day: (start: string): string => dayOf(start),
    week: (start: string): string => dayOf(start),
    month: (start: string): string => dayOf(start).slice(dayOf(start).indexOf(" ") + 1),
    quarter: (start: string): string => `Q${quarterOf(start)} ${start.slice(0, 4)}`,
    year: (start: string): string => start.slice(0, 4),
  },
  variantsChart: (shown: number, share: number): string =>
    shown === 1
      ? `Cases of the most frequent variant, which covers ${percent(share)} of all cases`
      : `Cases of the ${number(shown)} most frequent variants, which cover ${percent(share)} of all cases`,
  variantsTable: (shown: number, all: number): string =>
    all === 1
      ? "The only variant"
      : `${shown === all ? "All" : `The ${number(shown)} most frequent of`} ${number(all)} variants`,
  variantBar: (at: number, events: number, path: string): string =>
    `${at}. ${events === 1 ? "1 event" : `${number(events)} events`}: ${path}`,
  casesAndShare: (cases: number, share: number): string => `${number(cases)} (${percent(share)})`,
  waitsChart: "Time that cases waited before each activity, over all cases",
  timesChart: "Time before each activity was completed, its own work included, over all cases",
  waitsTable: "Activities that cases wait for the longest",
  timesTable: "Activities before which most time passes",
  transitionsTable: "Transitions on which the most time passes",
  activitiesTable: (shown: number, all: number): string =>
    all === 1
      ? "The only activity"
      : `${shown === all ? "All" : `The ${number(shown)} most frequent of`} ${number(all)} activities`,
  comparedFigures: "Key figures of both analyses",
  comparedDurations: "Case durations of both",
  comparedQuantiles: {
    median: "Median duration",
    p75: "75 % of cases within",
    mean: "Mean duration",
    p95: "95 % of cases within",
  },
  variantsInBoth: (shared: number, onlyA: number, onlyB: number): string =>
    `${shared === 0 ? "No variant occurs" : shared === 1 ? "1 variant occurs" : `${number(shared)} variants occur`} in both analyses, ${number(onlyA)} in A only and ${number(onlyB)} in B only.`,
  onlyMostFrequent: (most: number): string => `Only the ${number(most)} most frequent of each were compared.`,
  sharedVariants: "Share of cases of the most frequent variants in both",
  newVariants: "New in B: the most frequent variants that A doesn’t have",
  lostVariants: "Lost in B: the most frequent variants that only A has",
  comparedWaits: "Share of all cycle time that passes waiting for an activity",
  comparedTimes: "Share of all cycle time that passes before an activity is completed, its own work included",
  slower: "Transitions that take longer in B, by median",
  faster: "Transitions that take less time in B, by median",
  columns: {
    no: "No.",
    figure: "Figure",
    bAgainstA: "B against A",
    caseDuration: "Case duration",
    time: "Time",
    activity: "Activity",
    activities: "Activities",
    events: "Events",
    cases: "Cases",
    share: "Share",
    medianDuration: "Median duration",
    timeWaited: "Time waited",
    timeBefore: "Time before completion",
    shareOfCycleTime: "Share of cycle time",
    times: "Times",
    medianWait: "Median wait",
    medianTime: "Median time",
    fromTo: "From → to",
    meanWork: "Mean time at work",
    meanWait: "Mean wait before",
    meanBefore: "Mean time before completion",
    medianInA: "Median in A",
    medianInB: "Median in B",
    difference: "Difference",
    timesInB: "Times in B",
    what: "What",
    value: "Value",
    measure: "Measure",
  },
  map: {
    part: (activities: readonly [number, number], transitions: readonly [number, number], share: number): string =>
      `${number(activities[0])} of ${number(activities[1])} activities and ${number(transitions[0])} of ${number(transitions[1])} transitions, ${percent(share)} of all steps`,
    caption: (title: string, part: string, keys: readonly string[]): string => {
      const key = keys.join("; ");
      return `Process map of ${quoted(title)}: ${part}. ${key.charAt(0).toUpperCase()}${key.slice(1)}.`;
    },
    boxes: "boxes: events",
    boxesWork: "boxes: events and mean time at work",
    boxesTime: "boxes: events and mean time since the step before",
    arrows: "arrows: how often",
    arrowsWait: "arrows: how often and mean waiting time",
    arrowsTime: "arrows: how often and mean time",
    red: "red: where most time passes",
    notAllowed: "orange border: done in some cases where the reference model doesn’t allow it",
    skipped: "violet, dashed border: skipped in some cases though the reference model asks for it",
    connectors: "numbered circles: arrows go on at the same number",
  },
};
