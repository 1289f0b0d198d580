import { readFileSync } from "node:fs";

export interface TruthDistribution {
  readonly n: number;
  readonly mean: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
  readonly std_pop: number;
}

/** The parts of a `*.truth.json` that the core of the engine answers for: what PM4Py 2.7.14 computed on the log. */
export interface Truth {
  readonly n_events: number;
  readonly n_cases: number;
  readonly activities: Readonly<Record<string, number>>;
  readonly start_activities: Readonly<Record<string, number>>;
  readonly end_activities: Readonly<Record<string, number>>;
  readonly dfg: readonly (readonly [from: string, to: string, count: number])[];
  /** Completion to completion, the edges with the largest totals. */
  readonly performance_dfg: readonly (readonly [
    from: string,
    to: string,
    count: number,
    mean: number,
    median: number,
    total: number,
  ])[];
  readonly n_variants: number;
  readonly variants_covering_80pct_cases: number;
  readonly variants_sha256: string;
  readonly top_variants: readonly { readonly count: number; readonly trace: readonly string[] }[];
  readonly case_duration_seconds: TruthDistribution;
  readonly case_duration_seconds_from_start: TruthDistribution;
  readonly events_per_case: TruthDistribution;
  readonly first_timestamp: string;
  readonly last_timestamp: string;
  readonly rework_cases_per_activity: Readonly<Record<string, number>>;
  readonly cases_with_any_rework: number;
  readonly self_loops_total: number;
  readonly n_resources: number;
  readonly handover_pairs: number;
  readonly handovers_between_different: number;
  readonly handover_top: readonly (readonly [from: string, to: string, count: number])[];
  readonly service_time_per_activity_mean: Readonly<Record<string, number>>;
  readonly waiting_time_per_activity_mean_raw: Readonly<Record<string, number>>;
  readonly waiting_time_per_activity_mean_clipped0: Readonly<Record<string, number>>;
}

export const fixturesUrl = new URL("../../../event-log/fixtures/", import.meta.url);

/** The truth of a log by its name, as in `<name>.truth.json`. */
export function readTruth(name: string): Truth {
  return JSON.parse(readFileSync(new URL(`${name}.truth.json`, fixturesUrl), "utf8")) as Truth;
}
