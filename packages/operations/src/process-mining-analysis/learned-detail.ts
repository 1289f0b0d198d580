import { Pacer } from "@longhaul/domain";
import type { CaseAttribute } from "@longhaul/event-log";
import type { AnomalyFinding, AnomalyReport, PredictionReport } from "@longhaul/process-mining";
import { cutList, withCuts } from "../basics/cut-list.ts";
import { presentCase } from "../findings/running-cases.ts";

/** Name of the JSON file in which the learning phase keeps what the report shows in addition to its results. */
export const LEARNED_FILE = "learned.json";

const MOST_ANOMALIES = 500;
const MOST_RUNNING = 1000;
const MOST_ATTRIBUTES = 20;
const MOST_VALUES = 20;
/** An attribute that no larger share of the cases has one value of names things, or moments, rather than groups cases. */
const LEAST_SHARE = 0.02;
/** The longest text that a filter takes. */
const LONGEST_VALUE = 1000;

/** Presents a finding of an anomaly: its kind, score and evidence. */
const presentFinding = ({ kind, score, evidence }: AnomalyFinding) => ({ kind, score: round(score), evidence });

/** The anomalous cases with the figures of each finding, the worst first. */
export function presentAnomalousCases({ cases }: AnomalyReport): Record<string, unknown> {
  const { items, cut } = cutList(cases, MOST_ANOMALIES, "score, highest first");
  const listed = items.map(({ caseId, severity, score, findings }) => ({
    caseId,
    severity,
    score: round(score),
    findings: findings.map(presentFinding),
  }));
  return withCuts({ cases: { items: listed, cut } });
}

/** The cases under way with what is predicted of them, the latest event first. */
export function presentRunningCases({ runningCases }: PredictionReport): Record<string, unknown> {
  const { items, cut } = cutList(runningCases, MOST_RUNNING, "last event, latest first");
  return withCuts({ cases: { items: items.map(presentCase), cut } });
}

/**
 * The attributes that group cases, with how many cases have each value and how long these take on average; the most
 * frequent values first. Numbers, and texts that name or tell things, are left out.
 * @param seconds - cycle time of each case, NaN where it isn't known
 */
export async function presentAttributes(
  attributes: readonly CaseAttribute[],
  seconds: Float64Array,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const listed: unknown[] = [];
  const pacer = new Pacer({ signal });
  for (const one of attributes) {
    await pacer.pause();
    const attribute = presentAttribute(one, seconds);
    if (attribute !== null) listed.push(attribute);
    if (listed.length === MOST_ATTRIBUTES) break;
  }
  return listed;
}

function presentAttribute(attribute: CaseAttribute, seconds: Float64Array): Record<string, unknown> | null {
  if (attribute.kind !== "text") return null;
  const { name, values, codes } = attribute;
  const cases = new Uint32Array(values.length);
  const timed = new Uint32Array(values.length);
  const sums = new Float64Array(values.length);
  for (let owner = 0; owner < codes.length; owner++) {
    const code = codes[owner] ?? -1;
    if (code < 0) continue;
    cases[code] = (cases[code] ?? 0) + 1;
    const duration = seconds[owner] ?? Number.NaN;
    if (Number.isNaN(duration)) continue;
    timed[code] = (timed[code] ?? 0) + 1;
    sums[code] = (sums[code] ?? 0) + duration;
  }
  const listed = values.map((value, code) => ({
    value,
    cases: cases[code] ?? 0,
    ...((timed[code] ?? 0) === 0 ? {} : { meanSec: round((sums[code] ?? 0) / (timed[code] ?? 1)) }),
  }));
  const ordered = listed.toSorted((a, b) => b.cases - a.cases);
  if ((ordered[0]?.cases ?? 0) <= LEAST_SHARE * codes.length) return null;
  if (ordered.slice(0, MOST_VALUES).some(({ value }) => value.length > LONGEST_VALUE)) return null;
  return { column: name, ...withCuts({ values: cutList(ordered, MOST_VALUES, "cases, most first") }) };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
