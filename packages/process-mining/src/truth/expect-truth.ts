import type { EventLog } from "@longhaul/event-log";
import { expect, it } from "vitest";
import { measureActivityPerformance } from "../measures/activity-performance.ts";
import { measureCaseDurations } from "../measures/case-durations.ts";
import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { measureResourceHandover } from "../measures/resource-handover.ts";
import { measureRework } from "../measures/rework.ts";
import type { DistributionSummary } from "../numbers/summarize-distribution.ts";
import { measureTransitionTimes } from "../measures/transition-times.ts";
import { variantsHash } from "../graph/variants-hash.ts";
import { discoverVariants, variantActivities, variantsToCover } from "../graph/variants.ts";
import type { Truth, TruthDistribution } from "./read-truth.ts";

/** Equal to 1e-9, relative or absolute. */
function expectClose(actual: number | undefined, expected: number): void {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

function expectDistribution(actual: DistributionSummary, expected: TruthDistribution): void {
  expect(actual.count).toBe(expected.n);
  expectClose(actual.mean, expected.mean);
  expectClose(actual.median, expected.median);
  expectClose(actual.p25, expected.p25);
  expectClose(actual.p75, expected.p75);
  expectClose(actual.p95, expected.p95);
  expectClose(actual.min, expected.min);
  expectClose(actual.max, expected.max);
  expectClose(actual.standardDeviation, expected.std_pop);
}

function nonZero(names: readonly string[], counts: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, at) => ((counts[at] ?? 0) > 0 ? [[name, counts[at] ?? 0]] : [])));
}

/**
 * Tests that hold whatever the clock of the log: order and counts. `getLog` is called in the tests.
 */
export function itHasTheStructureOf(truth: Truth, getLog: () => EventLog): void {
  it("has its events, cases and activities", async () => {
    const log = getLog();
    const graph = await discoverDirectlyFollowsGraph(log);
    expect([log.eventCount, log.caseCount, log.resources?.length ?? 0]).toEqual([
      truth.n_events,
      truth.n_cases,
      truth.n_resources,
    ]);
    expect(Object.fromEntries(graph.nodes.map((node) => [node.activity, node.count]))).toEqual(truth.activities);
  });

  it("has its directly-follows graph", async () => {
    const log = getLog();
    const { nodes, edges } = await discoverDirectlyFollowsGraph(log);
    const name = (activity: number) => nodes[activity]?.activity ?? "";
    const sorted = (rows: readonly (readonly [string, string, number])[]) =>
      rows.map((row) => row.join("\t")).toSorted();
    expect(sorted(edges.map(({ from, to, count }) => [name(from), name(to), count]))).toEqual(sorted(truth.dfg));
    expect(
      nonZero(
        log.activities,
        nodes.map(({ startCount }) => startCount),
      ),
    ).toEqual(truth.start_activities);
    expect(
      nonZero(
        log.activities,
        nodes.map(({ endCount }) => endCount),
      ),
    ).toEqual(truth.end_activities);
  });

  it("has its variants", async () => {
    const log = getLog();
    const variants = await discoverVariants(log);
    expect(variants.variantCount).toBe(truth.n_variants);
    expect(variantsHash(log, variants)).toBe(truth.variants_sha256);
    expect(variantsToCover(variants, 0.8)).toBe(truth.variants_covering_80pct_cases);
    for (const [rank, { count }] of truth.top_variants.entries()) expect(variants.counts[rank]).toBe(count);
    const [top] = truth.top_variants;
    const tops = Array.from(variants.counts.keys()).filter((variant) => variants.counts[variant] === top?.count);
    expect(tops.map((variant) => variantActivities(log, variants, variant))).toContainEqual(top?.trace);
  });

  it("has its rework", async () => {
    const log = getLog();
    const rework = await measureRework(log);
    expect(nonZero(log.activities, rework.casesPerActivity)).toEqual(truth.rework_cases_per_activity);
    expect(rework.caseCount).toBe(truth.cases_with_any_rework);
    expect(rework.selfLoopCount).toBe(truth.self_loops_total);
  });

  it("has its handovers of work", async () => {
    const handover = await measureResourceHandover(getLog());
    expect(handover?.pairs.length).toBe(truth.handover_pairs);
    expect(handover?.betweenDifferent).toBe(truth.handovers_between_different);
    const counts = new Map(handover?.pairs.map(({ from, to, count }) => [`${from}\t${to}`, count]));
    for (const [from, to, count] of truth.handover_top) expect(counts.get(`${from}\t${to}`)).toBe(count);
    const topCounts = truth.handover_top.map(([, , count]) => count);
    expect(handover?.pairs.slice(0, topCounts.length).map(({ count }) => count)).toEqual(topCounts);
  });

  it("has its numbers of events per case", async () => {
    expectDistribution((await measureCaseDurations(getLog())).eventsPerCase, truth.events_per_case);
  });
}

/** Tests of all that depends on the instants of the log. */
export function itHasTheTimesOf(truth: Truth, getLog: () => EventLog): void {
  it("has its case durations", async () => {
    const durations = await measureCaseDurations(getLog());
    expectDistribution(durations.fromCompletion, truth.case_duration_seconds);
    expectDistribution(durations.fromStart, truth.case_duration_seconds_from_start);
  });

  it("has its times on transitions", async () => {
    const log = getLog();
    const graph = await discoverDirectlyFollowsGraph(log);
    const times = await measureTransitionTimes(log, graph);
    for (const [from, to, count, mean, median, total] of truth.performance_dfg) {
      const edge = graph.edges.findIndex(
        (candidate) => log.activities[candidate.from] === from && log.activities[candidate.to] === to,
      );
      const measured = times[edge]?.completionToCompletion;
      expect(measured?.count).toBe(count);
      expectClose(measured?.meanSec, mean);
      expectClose(measured?.medianSec, median);
      expectClose(measured?.totalSec, total);
    }
  });

  it("has its service and waiting times", async () => {
    const log = getLog();
    const performance = await measureActivityPerformance(log);
    // Where a log has no start times PM4Py takes the completion for the start; to us the service time is unknown.
    const serviceOf = (mean: number | undefined) => (log.startMs === null ? 0 : mean);
    for (const { activity, service } of performance) {
      expectClose(serviceOf(service?.meanSec), truth.service_time_per_activity_mean[activity] ?? Number.NaN);
    }
    const waiting = performance.filter((one) => one.waiting.count > 0);
    expect(waiting.map(({ activity }) => activity).toSorted()).toEqual(
      Object.keys(truth.waiting_time_per_activity_mean_raw).toSorted(),
    );
    // PM4Py takes a wait from the event before it, we from the latest completion: the same where no work overlaps.
    const overlaps = Object.entries(truth.waiting_time_per_activity_mean_raw).some(
      ([activity, mean]) => mean !== truth.waiting_time_per_activity_mean_clipped0[activity],
    );
    for (const { activity, waiting: measured } of overlaps ? [] : waiting) {
      expectClose(measured.meanSec, truth.waiting_time_per_activity_mean_raw[activity] ?? Number.NaN);
    }
  });
}

/** The first and last instant of the log, as the truth has them. */
export function itBeginsAndEndsAs(truth: Truth, getLog: () => EventLog): void {
  it("begins and ends at its instants", () => {
    const { endMs } = getLog();
    const instant = (text: string) => Date.parse(text.replace(" ", "T"));
    expect(endMs.reduce((a, b) => Math.min(a, b))).toBe(instant(truth.first_timestamp));
    expect(endMs.reduce((a, b) => Math.max(a, b))).toBe(instant(truth.last_timestamp));
  });
}
