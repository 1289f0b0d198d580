import type { EventLog, RunOptions } from "@longhaul/event-log";
import type { AnomalyFinding, AnomalySeverity, CaseAnomaly } from "./anomaly.ts";
import { defaultThresholds } from "./anomaly-options.ts";
import type { AnomalyOptions, AnomalyThresholds } from "./anomaly-options.ts";
import { collectFindings } from "./collect-findings.ts";
import { estimateFalsePositives } from "./estimate-false-positives.ts";
import type { DetectionQuality } from "./estimate-false-positives.ts";

export interface AnomalyReport {
  readonly detected: number;
  readonly highSeverity: number;
  readonly mediumSeverity: number;
  readonly lowSeverity: number;
  /** Measured on planted anomalies; undefined when it can't be measured, or wasn't requested. */
  readonly quality: DetectionQuality | undefined;
  /** Highest score first; ties in the order of the log. */
  readonly cases: readonly CaseAnomaly[];
  readonly thresholds: AnomalyThresholds;
}

/** Scores from which a case is of high and of medium severity. */
const highFrom = 0.9;
const mediumFrom = 0.7;

/** With fewer cases no anomaly can be distinguished from usual cases. */
const leastCases = 10;

/** Enough for a rate exact to a few tenths of a percent. */
const mostTypicalCases = 2000;

/**
 * Finds the cases that stand out, and says why: rare transitions, beginnings and ends; durations and waits far from
 * usual; steps left out or repeated; work done by somebody who almost never does it. Usual is what the log itself
 * shows. However many cases stand out, they are all found, and none where none does: of what is found, a share of
 * `falseDiscoveryRate` is false on average.
 *
 * Findings of different kinds add up as independent doubts do: score = 1 − Π (1 − score of the finding). Deterministic.
 * A log of fewer than 10 cases has no anomalies.
 */
export async function detectAnomalies(
  log: EventLog,
  options: AnomalyOptions = {},
  run: RunOptions = {},
): Promise<AnomalyReport> {
  const thresholds: AnomalyThresholds = {
    falseDiscoveryRate: options.falseDiscoveryRate ?? defaultThresholds.falseDiscoveryRate,
    usualShare: options.usualShare ?? defaultThresholds.usualShare,
    rareShare: options.rareShare ?? defaultThresholds.rareShare,
  };
  run.signal?.throwIfAborted();
  const isLargeEnough = log.caseCount >= leastCases;
  const detectionShare = 0.8;
  const findings = isLargeEnough
    ? await collectFindings(log, thresholds, {
        signal: run.signal,
        onProgress: (fraction) => run.onProgress?.(detectionShare * fraction),
      })
    : new Map<number, AnomalyFinding[]>();
  const cases = [...findings]
    .map(([caseIndex, ofCase]) => describeCase(log, caseIndex, ofCase))
    .toSorted((a, b) => b.score - a.score || a.caseIndex - b.caseIndex);
  const count = (severity: AnomalySeverity): number => cases.filter((found) => found.severity === severity).length;
  const quality =
    isLargeEnough && options.estimateFalsePositives !== false
      ? await estimateFalsePositives(
          log,
          thresholds,
          { seed: options.seed ?? 1, mostTypicalCases: options.mostTypicalCases ?? mostTypicalCases },
          {
            signal: run.signal,
            onProgress: (fraction) => run.onProgress?.(detectionShare + (1 - detectionShare) * fraction),
          },
        )
      : undefined;
  run.onProgress?.(1);
  return {
    detected: cases.length,
    highSeverity: count("high"),
    mediumSeverity: count("medium"),
    lowSeverity: count("low"),
    quality,
    cases,
    thresholds,
  };
}

function describeCase(log: EventLog, caseIndex: number, found: readonly AnomalyFinding[]): CaseAnomaly {
  const findings = found.toSorted((a, b) => b.score - a.score);
  const score = 1 - findings.reduce((doubt, finding) => doubt * (1 - finding.score), 1);
  return {
    caseIndex,
    caseId: log.caseIds[caseIndex] ?? "",
    score,
    severity: score >= highFrom ? "high" : score >= mediumFrom ? "medium" : "low",
    kinds: findings.map((finding) => finding.kind),
    explanation: findings.map((finding) => finding.explanation).join(" "),
    findings,
  };
}
