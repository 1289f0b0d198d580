import { formatsIn } from "@longhaul/domain";
import { counted } from "./counted.ts";

const { number, percent } = formatsIn("en");

/** Cases under way at the end of the log, and what is predicted of them. */
export const running = {
  count: (cases: number): string =>
    `${counted(cases, "case")} ${cases === 1 ? "was" : "were"} under way at the end of the log.`,
  interval: (level: number, coverage: number, checkedOn: number): string =>
    `The interval of the remaining time is made to hold the true one in ${percent(level)} of the times; tested ${number(checkedOn)} times on later cases, it held it in ${percent(coverage)}.`,
  next: "The next step is the likeliest; its probability is how often predictions that were as sure came true.",
  latest: "Cases under way with what is predicted of them, the latest event first",
  atRisk: "Cases under way with what is predicted of them, the highest risk first",
  endOfCase: "end of the case",
  columns: {
    caseId: "Case",
    last: "Last step",
    next: "Next step",
    probability: "Probability",
    remaining: "Remaining time",
    atLeast: "At least",
    atMost: "At most",
    overdue: "Risk of being overdue",
    outcome: "Risk of the outcome",
  },
};
