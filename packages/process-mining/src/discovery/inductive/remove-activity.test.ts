import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pacer } from "@longhaul/domain";
import { ActivityRemovals } from "./remove-activity.ts";
import { discoverSublogGraph } from "./sublog-graph.ts";
import { SublogBuilder } from "./sublog.ts";

function sublogOf(traces: readonly (readonly [string, number])[]) {
  const builder = new SublogBuilder();
  for (const [trace, count] of traces) builder.add(trace, count);
  return builder.build();
}

describe("graphs without one activity", () => {
  it("are those of the log without it", async () => {
    const anyTrace = fc.string({ unit: fc.constantFrom("\u0001", "\u0002", "\u0003", "\u0007"), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyTrace, fc.integer({ min: 1, max: 5 }))), async (traces) => {
        const pacer = new Pacer();
        const log = sublogOf(traces);
        const graph = await discoverSublogGraph(log, pacer);
        const removals = await ActivityRemovals.of(log, graph, pacer);
        for (const [node, activity] of graph.activities.entries()) {
          const rest = traces.map(
            ([trace, count]) => [trace.replaceAll(String.fromCharCode(activity), ""), count] as const,
          );
          expect(removals.graphWithout(node)).toEqual(await discoverSublogGraph(sublogOf(rest), pacer));
        }
      }),
    );
  });
});
