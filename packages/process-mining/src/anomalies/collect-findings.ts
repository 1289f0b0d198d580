import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import { stagedRun } from "../staged-run.ts";
import type { AnomalyFinding } from "./anomaly.ts";
import type { AnomalyThresholds } from "./anomaly-options.ts";
import { keepExceptional, strongestByCase } from "./candidate.ts";
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
  const detected = [
    await findRarePaths(context, next()),
    await findDurationOutliers(context, next()),
    await findSlowTransitions(context, next()),
    steps.missing,
    steps.repeated,
    await findOddResources(context, next()),
  ];
  run.onProgress?.(1);
  const most = Math.max(1, thresholds.mostCasesShare * log.caseCount);
  const findings = new Map<number, AnomalyFinding[]>();
  for (const candidates of detected) {
    for (const kept of keepExceptional(strongestByCase(candidates), most)) {
      const ofCase = findings.get(kept.caseIndex) ?? [];
      ofCase.push(kept.describe());
      findings.set(kept.caseIndex, ofCase);
    }
  }
  return findings;
}
