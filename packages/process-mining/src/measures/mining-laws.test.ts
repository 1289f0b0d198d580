import * as fc from "fast-check";
import { describe, it, expect } from "vitest";
import { measureActivityPerformance } from "./activity-performance.ts";
import { measureArrivals } from "./arrivals.ts";
import { findBottlenecks } from "./bottlenecks.ts";
import { measureCaseDurations } from "./case-durations.ts";
import { rateComplexity } from "./complexity.ts";
import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { measureProcessEfficiency } from "./process-efficiency.ts";
import { measureResourceHandover } from "./resource-handover.ts";
import { measureResourceLoad } from "./resource-load.ts";
import { measureRework } from "./rework.ts";
import { measureTransitionTimes } from "./transition-times.ts";
import { measureVariantTimes } from "./variant-times.ts";
import { variantsHash } from "../graph/variants-hash.ts";
import { discoverVariants, variantActivities } from "../graph/variants.ts";
import { toWorkingTime } from "../log/working-time.ts";

type Traces = readonly (readonly TraceEvent[])[];

/** Whole seconds, so that shifting and scaling are exact. */
const event = fc.record({
  activity: fc.constantFrom("a", "b", "c", "d"),
  waitSec: fc.nat(100),
  workSec: fc.nat(100),
  resource: fc.option(fc.constantFrom("Ann", "Bob")),
});
const anyTraces: fc.Arbitrary<Traces> = fc
  .array(fc.array(event, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 })
  .map((cases) =>
    cases.map((events) => {
      let sec = 0;
      return events.map(({ activity, waitSec, workSec, resource }): TraceEvent => {
        sec += waitSec;
        return [activity, (sec + workSec) * 1000, resource, sec * 1000];
      });
    }),
  );

/** All results that don't name cases, by names rather than numbers, in an order of their own. */
async function mine(traces: Traces, rename: (activity: string) => string = (activity) => activity) {
  const log = eventLogFromTraces(traces);
  const graph = await discoverDirectlyFollowsGraph(log);
  const variants = await discoverVariants(log);
  const durations = await measureCaseDurations(log);
  const times = await measureTransitionTimes(log, graph);
  const performance = await measureActivityPerformance(log);
  const variantTimes = await measureVariantTimes(log, variants, durations.fromStartSec);
  const rework = await measureRework(log);
  const arrivals = await measureArrivals(log);
  const name = (activity: number) => rename(log.activities[activity] ?? "");
  const sorted = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).toSorted();
  return {
    nodes: sorted(graph.nodes.map((node) => ({ ...node, activity: rename(node.activity) }))),
    edges: sorted(graph.edges.map((edge, at) => ({ ...edge, from: name(edge.from), to: name(edge.to), ...times[at] }))),
    variants: sorted(
      Array.from(variants.counts, (count, variant) => ({
        count,
        trace: variantActivities(log, variants, variant).map(rename),
        ...variantTimes[variant],
      })),
    ),
    performance: sorted(performance.map((one) => ({ ...one, activity: rename(one.activity) }))),
    rework: [rework.caseCount, rework.selfLoopCount],
    reworkCases: sorted(Array.from(rework.casesPerActivity, (count, activity) => [name(activity), count])),
    handover: sorted((await measureResourceHandover(log))?.pairs ?? []),
    load: sorted((await measureResourceLoad(log)) ?? []),
    arrivals: [arrivals?.interArrivalSec, arrivals?.casesPerDay, arrivals?.meanOpenCases],
    durations: [durations.fromStart, durations.fromCompletion, durations.eventsPerCase],
    efficiency: (await measureProcessEfficiency(log))?.flowEfficiency.toFixed(9),
    complexity: rateComplexity(graph, variants).rating,
    bottlenecks: sorted(
      findBottlenecks(graph, performance, times, durations.fromStartSec).activities.map((one) => ({
        ...one,
        activity: rename(one.activity),
      })),
    ),
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("mining", () => {
  it("doesn't depend on the names of activities", async () => {
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        const renamed = traces.map((trace) =>
          trace.map(([activity, ...rest]): TraceEvent => [`x${activity}`, ...rest]),
        );
        expect(await mine(renamed, (activity) => activity.slice(1))).toEqual(await mine(traces));
      }),
      { numRuns: 40 },
    );
  });

  it("doesn't depend on the order of cases", async () => {
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        expect(await mine(traces.toReversed())).toEqual(await mine(traces));
      }),
      { numRuns: 40 },
    );
  });

  it("doesn't depend on when the log begins", async () => {
    await fc.assert(
      fc.asyncProperty(anyTraces, fc.integer({ min: -1e9, max: 1e9 }), async (traces, shiftSec) => {
        const shifted = traces.map((trace) =>
          trace.map(([activity, endMs, resource, startMs]): TraceEvent => [
            activity,
            endMs + shiftSec * 1000,
            resource ?? null,
            (startMs ?? 0) + shiftSec * 1000,
          ]),
        );
        expect(await mine(shifted)).toEqual(await mine(traces));
      }),
      { numRuns: 40 },
    );
  });

  it("loses no time to a calendar on which work never rests", async () => {
    const always = {
      timezone: "Europe/Amsterdam",
      weekdays: [0, 1, 2, 3, 4, 5, 6],
      hours: [{ fromMinute: 0, toMinute: 1440 }],
      holidays: [],
    };
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        const log = eventLogFromTraces(traces);
        const worked = await toWorkingTime(log, always);
        expect(await measureActivityPerformance(worked)).toEqual(await measureActivityPerformance(log));
        expect(await measureResourceLoad(worked)).toEqual(await measureResourceLoad(log));
      }),
      { numRuns: 40 },
    );
  });

  it("counts twice what a log holds twice, and leaves shares, means and medians", async () => {
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        const once = eventLogFromTraces(traces);
        const twice = eventLogFromTraces([...traces, ...traces]);
        const graphs = [await discoverDirectlyFollowsGraph(once), await discoverDirectlyFollowsGraph(twice)] as const;
        expect(graphs[1].edges).toEqual(
          graphs[0].edges.map((edge) => ({ ...edge, count: 2 * edge.count, caseCount: 2 * edge.caseCount })),
        );
        const variants = [await discoverVariants(once), await discoverVariants(twice)] as const;
        expect([...variants[1].counts]).toEqual(Array.from(variants[0].counts, (count) => 2 * count));
        const efficiency = [await measureProcessEfficiency(once), await measureProcessEfficiency(twice)] as const;
        expect(efficiency[1]?.flowEfficiency).toBe(efficiency[0]?.flowEfficiency);
        const times = [
          await measureTransitionTimes(once, graphs[0]),
          await measureTransitionTimes(twice, graphs[1]),
        ] as const;
        for (const [edge, { waiting }] of times[0].entries()) {
          expect(times[1][edge]?.waiting).toEqual({
            ...waiting,
            count: 2 * waiting.count,
            totalSec: 2 * waiting.totalSec,
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it("hangs together: flow in equals flow out, and every case is of one variant", async () => {
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        const log = eventLogFromTraces(traces);
        const { nodes, edges } = await discoverDirectlyFollowsGraph(log);
        for (const [number, node] of nodes.entries()) {
          expect(node.startCount + sum(edges.filter(({ to }) => to === number).map(({ count }) => count))).toBe(
            node.count,
          );
          expect(node.endCount + sum(edges.filter(({ from }) => from === number).map(({ count }) => count))).toBe(
            node.count,
          );
        }
        const variants = await discoverVariants(log);
        expect(sum([...variants.counts])).toBe(log.caseCount);
        const traceOf = (owner: number) => traces[owner]?.map(([activity]) => activity);
        for (const [owner, variant] of variants.variantOfCase.entries()) {
          expect(variantActivities(log, variants, variant)).toEqual(traceOf(owner));
        }
        expect(new Set(traces.map((trace) => trace.map(([activity]) => activity).join("")))).toHaveLength(
          variants.variantCount,
        );
      }),
      { numRuns: 40 },
    );
  });

  it("divides all cycle time into work and waiting, however events overlap", async () => {
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        const log = eventLogFromTraces(traces);
        const efficiency = await measureProcessEfficiency(log);
        const waits = (await measureActivityPerformance(log)).map(({ waiting }) => waiting.totalSec);
        const graph = await discoverDirectlyFollowsGraph(log);
        const onEdges = (await measureTransitionTimes(log, graph)).map(({ waiting }) => waiting.totalSec);
        const waited = sum(waits);
        expect(sum(onEdges)).toBeCloseTo(waited, 6);
        const { processingSec, cycleSec } = efficiency ?? { processingSec: 0, cycleSec: waited };
        expect(processingSec + waited).toBeCloseTo(cycleSec, 6);
      }),
    );
  });

  it("keeps the efficiency between 0 and 1, however events overlap", async () => {
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        const efficiency = await measureProcessEfficiency(eventLogFromTraces(traces));
        if (efficiency === null) return;
        expect(efficiency.flowEfficiency).toBeGreaterThanOrEqual(0);
        expect(efficiency.flowEfficiency).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("hashes the variants of a log without regard to its order of cases", async () => {
    const hash = async (traces: Traces) => {
      const log = eventLogFromTraces(traces);
      return variantsHash(log, await discoverVariants(log));
    };
    await fc.assert(
      fc.asyncProperty(anyTraces, async (traces) => {
        expect(await hash(traces.toReversed())).toBe(await hash(traces));
      }),
      { numRuns: 40 },
    );
  });

  it("can be stopped between chunks and tells how far it came", async () => {
    const traces = Array.from({ length: 60_000 }, (): TraceEvent[] =>
      "abcdabcdabcd".split("").map((activity, at) => [activity, at]),
    );
    const log = eventLogFromTraces(traces);
    const told: number[] = [];
    await discoverDirectlyFollowsGraph(log, { onProgress: (fraction) => told.push(fraction) });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toBe(1);
    const controller = new AbortController();
    const reason = new Error("enough");
    const stopped = discoverVariants(log, { signal: controller.signal, onProgress: () => controller.abort(reason) });
    await expect(stopped).rejects.toBe(reason);
  });
});
