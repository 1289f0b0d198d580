import type { CaseAttribute, EventLog, RunOptions } from "@longhaul/event-log";
import { Pacer } from "@longhaul/domain";
import { measureCaseSpans } from "../prediction/case-spans.ts";
import { createAnswer, type RiskQuestion } from "../prediction/risk-question.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import { findRootCauses, type RootCauses } from "./find-root-causes.ts";
import { segmentFinder, type SegmentFinder } from "./segments.ts";

/** An outcome of cases whose causes are searched. */
export interface CauseQuestion {
  /** `end`: it ends with the activity `about`; a deviation is from the model or the rule `about`. */
  readonly name: "rework" | "end" | "outcome" | "overdue" | "referenceModel" | "rule";
  /** Name of the activity, the model, …; empty where there is nothing to name. */
  readonly about: string;
}

/** What was found of a question. */
export interface CauseAnswer extends RootCauses {
  readonly question: CauseQuestion;
  /** Cases of which the answer is known, and those of them to which it happens. */
  readonly cases: number;
  readonly casesWith: number;
}

/** What is known of the cases beside the log. */
export interface KnownOfCases {
  readonly attributes: readonly CaseAttribute[];
  /** Ids of the cases that deviate, by from what. */
  readonly deviating?: readonly { readonly question: CauseQuestion; readonly caseIds: ReadonlySet<string> }[];
  /** Outcomes that the user names; without any, the ends of cases. */
  readonly risks?: readonly { readonly question: RiskQuestion; readonly about: string }[];
  readonly segmentsOf?: SegmentFinder | undefined;
}

/** Fewer cases with it, or without it, show nothing. */
export const FEWEST_ANSWERS = 20;
/** An activity that ends fewer of the cases is no way to end. */
const LEAST_ENDS = 0.05;
const MOST_ENDS = 3;
/** The least difference of a reported group, in points of a share and as a ratio, however certain it is. */
const LEAST_MORE = { points: 0.05, ratio: 1.25 } as const;

/**
 * Asks which cases repeat an activity, deviate, come to an outcome that the user names or, without one, end otherwise than
 * most, and what goes with that (`findRootCauses`). Cases that may be under way count for none: what will happen to them
 * isn't known. Which activities a case has explains none of it: it is what is asked.
 */
export async function askForCauses(log: EventLog, known: KnownOfCases, run: RunOptions = {}): Promise<CauseAnswer[]> {
  const { attributes, deviating = [], risks = [], segmentsOf = segmentFinder(log) } = known;
  const spans = await measureCaseSpans(log, new Pacer(run));
  const isOpen = (owner: number): boolean => spans.isOpen[owner] === 1;
  const valuesBy = (happens: (owner: number) => boolean): Float64Array =>
    Float64Array.from({ length: log.caseCount }, (_, owner) => (isOpen(owner) ? Number.NaN : happens(owner) ? 1 : 0));
  const questions: { question: CauseQuestion; values: Float64Array; itself?: string }[] = [
    { question: { name: "rework", about: "" }, values: valuesBy((owner) => repeats(log, owner)) },
    ...deviating.map(({ question, caseIds }) => ({
      question,
      values: valuesBy((owner) => caseIds.has(log.caseIds[owner] ?? "")),
    })),
    ...risks.map(({ question, about }) => {
      const answer = createAnswer(log, spans, question);
      const values = Float64Array.from({ length: log.caseCount }, (_, owner) => {
        const { happened, knownAtMs } = answer(owner);
        return Number.isFinite(knownAtMs) ? Number(happened) : Number.NaN;
      });
      const itself = question.kind === "attribute" ? question.attribute.name : "";
      return { question: { name: question.name, about }, values, itself };
    }),
    ...(risks.length > 0 ? [] : rarerEnds(log, isOpen)).map((activity) => ({
      question: { name: "end" as const, about: log.activities[activity] ?? "" },
      values: valuesBy((owner) => lastActivity(log, owner) === activity),
    })),
  ];
  const next = stagedRun(run, questions.length);
  const answers: CauseAnswer[] = [];
  for (const { question, values, itself = "" } of questions) {
    const cases = values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
    const casesWith = values.reduce((sum, value) => sum + Number(value === 1), 0);
    const options = next();
    const counts = { question, cases, casesWith };
    if (Math.min(casesWith, cases - casesWith) < FEWEST_ANSWERS) {
      answers.push({ ...counts, causes: [], causesFound: 0, segmentsCompared: 0 });
      continue;
    }
    const others = itself === "" ? attributes : attributes.filter(({ name }) => name !== itself);
    const outcome = { name: question.name, unit: "share", values, ofActivities: true, least: LEAST_MORE } as const;
    answers.push({ ...counts, ...(await findRootCauses(log, others, outcome, options, segmentsOf)) });
  }
  return answers;
}

function repeats(log: EventLog, owner: number): boolean {
  const rows = log.activity.subarray(log.caseOffsets[owner] ?? 0, log.caseOffsets[owner + 1] ?? 0);
  return new Set(rows).size < rows.length;
}

const lastActivity = (log: EventLog, owner: number): number =>
  log.activity[(log.caseOffsets[owner + 1] ?? 0) - 1] ?? -1;

/** Activities with which cases end, except the most frequent one, which is the usual end. */
function rarerEnds(log: EventLog, isOpen: (owner: number) => boolean): number[] {
  const ends = new Uint32Array(log.activities.length);
  let cases = 0;
  for (let owner = 0; owner < log.caseCount; owner++) {
    if (isOpen(owner)) continue;
    const activity = lastActivity(log, owner);
    ends[activity] = (ends[activity] ?? 0) + 1;
    cases++;
  }
  const endsOf = (activity: number): number => ends[activity] ?? 0;
  return Array.from(ends.keys())
    .filter((activity) => endsOf(activity) >= LEAST_ENDS * cases)
    .toSorted((a, b) => endsOf(b) - endsOf(a) || a - b)
    .slice(1, 1 + MOST_ENDS);
}
