import { readEventTimes, type EventAttribute, type EventLog, type EventTableOptions } from "@longhaul/event-log";
import type { PredictionOutcome, RiskQuestion, RiskReport } from "@longhaul/process-mining";
import type { PredictionTargets } from "../analysis-parameters/prediction-parameter.ts";

/** A question that models learn to answer, or why this log can't answer it. */
export type TargetQuestion =
  | { readonly question: RiskQuestion }
  | { readonly name: RiskQuestion["name"]; readonly notAvailable: string };

/** Makes questions of the targets, as far as the log has what they name. */
export async function questionsOf(
  { outcome, due }: PredictionTargets,
  table: EventTableOptions,
  log: EventLog,
  attributes: readonly EventAttribute[],
): Promise<readonly TargetQuestion[]> {
  return [
    ...(outcome === undefined ? [] : [outcomeQuestion(outcome, log, attributes)]),
    ...(due === undefined ? [] : [await dueQuestion(due, table, log)]),
  ];
}

/** The questions that the log can answer, each with its subject: an activity, or a value of a column. */
export const asksOf = (asked: readonly TargetQuestion[]) =>
  asked.flatMap((one) => ("question" in one ? [{ question: one.question, about: aboutOf(one.question) }] : []));

function aboutOf(question: RiskQuestion): string {
  if (question.kind === "activity") return question.activity;
  return question.kind === "attribute" ? `${question.attribute.name} = ${question.value}` : "";
}

function outcomeQuestion(
  { activity, attribute: wanted, value = "" }: NonNullable<PredictionTargets["outcome"]>,
  log: EventLog,
  attributes: readonly EventAttribute[],
): TargetQuestion {
  const asked = "outcome" as const;
  if (activity !== undefined) {
    if (log.activities.includes(activity)) return { question: { name: asked, kind: "activity", activity } };
    return { name: asked, notAvailable: `the log has no activity "${activity}"` };
  }
  const attribute = attributes.find((one) => one.name === wanted);
  if (attribute === undefined)
    return {
      name: asked,
      notAvailable: `the log has no column "${wanted ?? ""}" of numbers or of texts that group cases`,
    };
  return { question: { name: asked, kind: "attribute", attribute, value } };
}

async function dueQuestion(
  { withinHours, attribute = "" }: NonNullable<PredictionTargets["due"]>,
  table: EventTableOptions,
  log: EventLog,
): Promise<TargetQuestion> {
  const asked = "overdue" as const;
  if (withinHours !== undefined) return { question: { name: asked, kind: "duration", withinHours } };
  const dueMs = await readEventTimes(table, log, attribute);
  if (dueMs === null || dueMs.every((ms) => Number.isNaN(ms)))
    return { name: asked, notAvailable: `the log has no column "${attribute}" of times` };
  return { question: { name: asked, kind: "dueDate", dueMs } };
}

/** Presents the requested risks, by name. */
export function presentRisks(
  prediction: Extract<PredictionOutcome, { outcome: "predicted" }>,
  asked: readonly TargetQuestion[],
): Record<string, unknown> {
  const presented: [string, unknown][] = prediction.report.risks.map(({ name, report }) => [
    name,
    report.outcome === "predicted" ? presentRisk(report) : { notAvailable: report.reason },
  ]);
  for (const one of asked) if ("notAvailable" in one) presented.push([one.name, { notAvailable: one.notAvailable }]);
  return presented.length === 0 ? {} : { risks: Object.fromEntries(presented) };
}

function presentRisk(report: RiskReport): Record<string, unknown> {
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    recommended: report.recommended,
    beatsBaseline: report.beatsBaseline,
    shareOfTestPrefixes: round(report.baseRate),
    brierScore: round(report.brierScore),
    baselineBrierScore: round(report.baselineBrierScore),
    areaUnderCurve: round(report.auc),
    calibrationError: round(report.calibration.expectedCalibrationError),
    trainPrefixes: report.trainRows,
    testPrefixes: report.testRows,
  };
}
