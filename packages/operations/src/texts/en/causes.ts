import { formatsIn } from "@longhaul/domain";
import { counted, quoted } from "./counted.ts";

const { number, percent } = formatsIn("en");

/** What goes with long cases, and with what else may happen to a case. */
export const causes = {
  method: (pairs: boolean): string =>
    `Groups of cases (by an attribute, by who did a step, by the weekday of their beginning${pairs ? ", by two of these" : ""}) are compared with the others that began about the same time. A group is listed where one half of the time shows a difference and the other half confirms it. That they go together is shown, not that one causes the other.`,
  timedOut: (cases: number): string =>
    `${counted(cases, "case")} that a time-out looks to have ended ${cases === 1 ? "is" : "are"} left out: the time-out made ${cases === 1 ? "it" : "them"} as long as ${cases === 1 ? "it is" : "they are"}.`,
  questions: {
    duration: "Which cases take longer?",
    rework: "Which cases repeat an activity?",
    end: (about: string): string => `Which cases end with ${quoted(about)}?`,
    outcome: (about: string): string => `Which cases come to ${quoted(about)}?`,
    overdue: "Which cases are late?",
    referenceModel: (about: string): string => `Which cases deviate from the reference model ${quoted(about)}?`,
    rule: (about: string): string => `Which cases break the rule ${quoted(about)}?`,
  },
  /** Of cases to which something happens. */
  happens: (casesWith: number, cases: number): string =>
    `It happens to ${number(casesWith)} of ${counted(cases, "case")}${cases === 0 ? "" : ` (${percent(casesWith / cases)})`} that are over.`,
  happensToNone: (cases: number): string => `It happens to none of ${counted(cases, "case")} that are over.`,
  found: (found: number, compared: number): string =>
    `Of ${counted(compared, "group")} that were compared, ${number(found)} ${found === 1 ? "takes" : "take"} longer on average than the rest of the cases, in both halves of the time.`,
  foundOften: (found: number, compared: number): string =>
    `Of ${counted(compared, "group")} that were compared, ${number(found)} ${found === 1 ? "does" : "do"} so more often than the rest of the cases, in both halves of the time.`,
  none: (compared: number): string =>
    `None of ${counted(compared, "group")} that were compared takes longer on average than the rest of the cases in both halves of the time.`,
  noneOften: (compared: number): string =>
    `None of ${counted(compared, "group")} that were compared does so more often than the rest of the cases in both halves of the time.`,
  tooFew: (least: number): string =>
    `Nothing could be compared: groups need ${number(least)} cases, and as many others, in which it can be seen.`,
  table: "Groups of cases that take longer than the others",
  activitiesTable: "Activities that long cases have; a longer way takes longer, so that they explain little",
  oftenTable: (question: string): string =>
    `${question} Groups in which more do than among the others; differences are in percentage points`,
  columns: {
    segment: "Cases",
    cases: "How many",
    coverage: "Of all",
    mean: "Mean duration",
    otherMean: "Of the others",
    longerAtLeast: "Longer by at least",
    longerAtMost: "And at most",
    longerLater: "In the later half by",
    share: "Share that does",
    otherShare: "Of the others",
    moreAtLeast: "More by at least",
    moreAtMost: "And at most",
    moreLater: "In the later half by",
  },
};
