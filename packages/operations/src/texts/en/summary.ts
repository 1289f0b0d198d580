import { formatsIn } from "@longhaul/domain";
import type { InsightEvidence } from "../terms/insight.ts";
import { counted, quoted } from "./counted.ts";
import { filterName } from "./filters.ts";
import { mostRepeated } from "./insights.ts";

const { number, decimal, percent, span, day } = formatsIn("en");

interface Loss {
  readonly activity: string;
  readonly share: number;
}

/** The first page: what is going on, what should be done, how sure that is. */
export const summary = {
  whatIsGoingOn: "What is going on?",
  whatToDo: "What should be done?",
  howSure: "How sure is that?",
  /** Begins what is true of all analyses of a report. */
  ofAll: (analyses: number): string => (analyses === 2 ? "Both." : "All."),
  workingHours: (hours: number): string =>
    `${decimal(hours, 1)} working ${Number(hours.toFixed(1)) === 1 ? "hour" : "hours"}`,
  analysed: (cases: number, events: number): string =>
    `${counted(cases, "case")} with ${counted(events, "event")}, which have no times, ${cases === 1 ? "was" : "were"} analysed.`,
  analysedFrom: (cases: number, events: number, first: string, last: string): string => {
    const [from, to] = [day(first), day(last)];
    return `${counted(cases, "case")} with ${counted(events, "event")} ${from === to ? `of ${from}` : `from ${from} to ${to}`} ${cases === 1 ? "was" : "were"} analysed.`;
  },
  /** Of events that are steps, each made of the states of a life cycle. */
  standFor: (recorded: number, other: number): string =>
    `They stand for ${counted(recorded, "recorded event")}: a start and its completion are one${other === 0 ? "" : `, and ${number(other)} of other states of the life cycle are left out`}.`,
  filtered: (filters: readonly string[], cases: number, events: number): string =>
    `Of ${counted(cases, "case")} with ${counted(events, "event")} the filters (${filters.map(filterName).join(", ")}) leave these.`,
  durations: (median: number, p95: number, mean: number): string =>
    `Half of the cases end within ${span(median)}, 95 % within ${span(p95)}; the mean is ${span(mean)}.`,
  underWay: (cases: number, share: number): string =>
    `${number(cases)} of the cases (${percent(share)}) may still be under way at the end of the log; they are counted as far as they had come.`,
  oneWay: "All cases take the same way.",
  ownWays: "No two cases take the same way.",
  ways: (variants: number, share: number): string =>
    `Cases take ${number(variants)} different ways; the most frequent covers ${percent(share)} of them.`,
  waits: (worst: Loss, second?: Loss): string =>
    `Cases wait the longest for ${quoted(worst.activity)}: ${percent(worst.share)} of all cycle time${next(second)}.`,
  passes: (worst: Loss, second?: Loss): string =>
    `Most time passes before ${quoted(worst.activity)} is completed, its own work included: ${percent(worst.share)} of all cycle time${next(second)}.`,
  /** @param isItself whether the time passes until the same activity comes again */
  mayBeOver: (worst: string, activity: string, share: number, isItself: boolean): string =>
    `Most of the time before ${quoted(worst)} passes after ${isItself ? "an earlier " : ""}${quoted(activity)}, where ${percent(share)} of the cases that come to it end: if a case is over then, that is no wait.`,
  rework: (evidence: InsightEvidence["rework"]): string =>
    `${percent(evidence.casesWithRework / evidence.cases)} of the cases repeat an activity${mostRepeated(evidence)}.`,
  anomalies: (cases: number): string => {
    if (cases === 0) return "No case stands out as an anomaly.";
    return cases === 1 ? "One case stands out as an anomaly." : `${number(cases)} cases stand out as anomalies.`;
  },
  advice: (title: string, effect: string): string => (effect === "" ? `${title}.` : `${title}. Expected: ${effect}.`),
  /** What the first of two analyses recommends, too, at this place of so many. */
  adviceAgain: (place: number, of: number, effect: string): string =>
    `The ${of === 1 ? "same" : place === 0 ? "first of these" : "second of these"} holds here, too. Expected: ${effect}.`,
  moreAdvice: (more: number): string =>
    `${counted(more, "further recommendation")} ${more === 1 ? "follows" : "follow"}.`,
  noAdvice:
    "Nothing is recommended: of the questions that were asked of the log, none has an answer that would save 1 % of the mean cycle time or more.",
  adviceNotAsked: "Recommendations were not asked for.",
  effectsShown:
    "What is expected is computed from the log, not measured after a change; each recommendation says what it assumes.",
  confidence: (score: number): string =>
    `How far the predictions can be relied on is rated ${number(score)} of 100${score < 50 ? ": they are no basis for decisions" : ""}.`,
  notPredicted: "Nothing was predicted.",
  cleaned: (changed: number, dropped: number): string =>
    `Before the analysis the data was cleaned: ${counted(changed, "row")} changed, ${number(dropped)} dropped.`,
  merged: (from: string, to: string, events: number): string =>
    `${quoted(from)} was taken as ${quoted(to)} (${counted(events, "event")})`,
  mergedNames: (merges: readonly string[], more: number): string =>
    `Names were merged: ${merges.join("; ")}${more === 0 ? "" : `; and ${number(more)} more`}. If that is wrong, all that is said of these activities is.`,
};

function next(second: Loss | undefined): string {
  return second === undefined ? "" : `, followed by ${quoted(second.activity)} with ${percent(second.share)}`;
}
