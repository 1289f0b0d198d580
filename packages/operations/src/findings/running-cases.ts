import { spanText } from "@longhaul/domain";
import type { PredictionReport, RunningCase } from "@longhaul/process-mining";
import { csvText } from "../basics/csv-text.ts";
import { cutList, withCuts } from "../basics/cut-list.ts";

const SHOWN = 10;

const round = (value: number): number => Number(value.toFixed(4));

/** Presents the cases that are under way at the end of the log: the first ones; the table has all. */
export function presentRunningCases({ runningCases, interval }: PredictionReport): Record<string, unknown> {
  const risk = ({ risks }: RunningCase): number => risks.overdue ?? risks.outcome ?? 0;
  const isAtRisk = runningCases.some(({ risks }) => risks.overdue !== undefined || risks.outcome !== undefined);
  const byRisk = runningCases.toSorted((a, b) => risk(b) - risk(a));
  return {
    count: runningCases.length,
    ...(interval === null
      ? {}
      : {
          intervalLevel: interval.level,
          intervalCoverage: round(interval.coverage),
          intervalCheckedOn: interval.checkedOn,
        }),
    ...withCuts({
      latest: cutList(runningCases.map(presentCase), SHOWN, "last event, latest first"),
      ...(isAtRisk ? { atRisk: cutList(byRisk.map(presentCase), SHOWN, "risk, highest first") } : {}),
    }),
  };
}

/** A running case in results: times in words, and in seconds. */
export interface ToldRunningCase {
  readonly caseId: string;
  readonly lastActivity: string;
  readonly nextActivity: string;
  readonly probability: number;
  readonly remainingTime?: string;
  readonly remainingTimeSec?: number;
  readonly atLeast?: string;
  readonly atLeastSec?: number;
  readonly atMost?: string;
  readonly atMostSec?: number;
  readonly outcomeRisk?: number;
  readonly overdueRisk?: number;
}

/** Presents one running case. */
export function presentCase(one: RunningCase): ToldRunningCase {
  const { caseId, lastActivity, nextActivity, probability, remainingHours, intervalHours, risks } = one;
  const seconds = (hours: number): number => round(3600 * hours);
  return {
    caseId,
    lastActivity,
    nextActivity,
    probability: round(probability),
    ...(remainingHours === null
      ? {}
      : { remainingTime: spanText(3600 * remainingHours), remainingTimeSec: seconds(remainingHours) }),
    ...(intervalHours === null
      ? {}
      : {
          atLeast: spanText(3600 * intervalHours[0]),
          atLeastSec: seconds(intervalHours[0]),
          atMost: spanText(3600 * intervalHours[1]),
          atMostSec: seconds(intervalHours[1]),
        }),
    ...(risks.outcome === undefined ? {} : { outcomeRisk: round(risks.outcome) }),
    ...(risks.overdue === undefined ? {} : { overdueRisk: round(risks.overdue) }),
  };
}

/** Every running case, the latest event first. */
export function runningCasesCsv(runningCases: readonly RunningCase[]): string {
  return csvText(
    [
      "case_id",
      "events",
      "last_activity",
      "last_event",
      "next_activity",
      "probability",
      "remaining_hours",
      "remaining_hours_low",
      "remaining_hours_high",
      "outcome_risk",
      "overdue_risk",
    ],
    runningCases.map((one) => [
      one.caseId,
      one.events,
      one.lastActivity,
      new Date(one.lastEventMs).toISOString(),
      one.nextActivity,
      round(one.probability),
      one.remainingHours === null ? null : round(one.remainingHours),
      one.intervalHours === null ? null : round(one.intervalHours[0]),
      one.intervalHours === null ? null : round(one.intervalHours[1]),
      one.risks.outcome === undefined ? null : round(one.risks.outcome),
      one.risks.overdue === undefined ? null : round(one.risks.overdue),
    ]),
  );
}
