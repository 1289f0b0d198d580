import { expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
import { textsIn } from "../texts/texts.ts";
import type { ReportSource } from "./report-source.ts";
import { analysedSentences, endedBefore } from "./summary-text.ts";

/** A log whose worst wait is for `back`, after `over`, with which so many of its cases end. */
function waitingAfter(ending: number, to = "back", lostSec = 60) {
  const graph = { nodes: [{ activity: "over", caseCount: 100, endCount: ending }] };
  const bottlenecks = {
    activities: [{ activity: "back", lostSec: 100 }],
    transitions: [{ from: "over", to, lostSec }],
  };
  return { graph, bottlenecks } as unknown as Discovery;
}

it("tells a wait that may be none: cases mostly end with the activity before it", () => {
  expect(endedBefore(waitingAfter(59))).toEqual({ activity: "over", share: 0.59, isItself: false });
  expect(endedBefore(waitingAfter(49))).toBeNull();
  expect(endedBefore(waitingAfter(59, "elsewhere"))).toBeNull();
  // Most of the wait is another one.
  expect(endedBefore(waitingAfter(59, "back", 49))).toBeNull();
});

it("tells of how many recorded events the steps of a log with a life cycle were made", () => {
  const discovery = { cases: 3, events: 10 } as unknown as Discovery;
  const said = (results: Record<string, unknown>) =>
    analysedSentences(
      { discovery, operation: { phases: [{ name: "Load", output: { results } }] } } as unknown as ReportSource,
      textsIn("en"),
    ).join(" ");
  const plain = said({ recordsInTimeWindow: 10 });
  expect(plain).not.toContain("stand for");
  expect(said({ recordsInTimeWindow: 24, lifecycle: { otherEvents: 4 } })).toBe(
    `${plain} They stand for 24 recorded events: a start and its completion are one, and 4 of other states of the life cycle are left out.`,
  );
  expect(said({ recordsInTimeWindow: 20, lifecycle: { otherEvents: 0 } })).toMatch(/20 recorded events: .* are one\.$/);
});
