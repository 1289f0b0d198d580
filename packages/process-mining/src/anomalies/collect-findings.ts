import type { EventLog, RunOptions } from "@longhaul/event-log";
import { stagedRun } from "../numbers/staged-run.ts";
import type { AnomalyFinding } from "./anomaly.ts";
import type { AnomalyThresholds } from "./anomaly-options.ts";
import { keepExceptional, strongestByCase, type Candidate } from "./candidate.ts";
import { createCaseContext } from "./case-context.ts";
import { findDurationOutliers } from "./find-duration-outliers.ts";
import { findOddResources } from "./find-odd-resources.ts";
import { findRarePaths } from "./find-rare-paths.ts";
import { findSlowTransitions } from "./find-slow-transitions.ts";
import { findStepDeviations } from "./find-step-deviations.ts";

/** Runs every detector; the findings of each case that has any, by case number. */
export async function collectFindings(
  log: EventLog,
  thresholds: AnomalyThresholds,
  run: RunOptions,
): Promise<Map<number, AnomalyFinding[]>> {
  const next = stagedRun(run, 6);
  const context = await createCaseContext(log, thresholds, next());
  const steps = await findStepDeviations(context, next());
  const byRarity = [
    await findRarePaths(context, next()),
    steps.missing,
    steps.repeated,
    await findOddResources(context, next()),
  ];
  const byTime = [await findDurationOutliers(context, next()), await findSlowTransitions(context, next())];
  run.onProgress?.(1);
  const findings = new Map<number, AnomalyFinding[]>();
  const add = ({ caseIndex, describe }: Candidate): void => {
    const ofCase = findings.get(caseIndex) ?? [];
    ofCase.push(describe());
    findings.set(caseIndex, ofCase);
  };
  for (const candidates of byTime) strongestByCase(candidates).forEach(add);
  for (const candidates of byRarity)
    keepExceptional(strongestByCase(candidates), log.caseCount, context.rareShare).forEach(add);
  return findings;
}
