import { expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
import { endedBefore } from "./summary-text.ts";

/** A log whose worst wait is for `back`, after `over`, with which so many of its cases end. */
function waitingAfter(ending: number, to = "back") {
  const graph = { nodes: [{ activity: "over", caseCount: 100, endCount: ending }] };
  const bottlenecks = { activities: [{ activity: "back" }], transitions: [{ from: "over", to }] };
  return { graph, bottlenecks } as unknown as Discovery;
}

it("tells a wait that may be none: cases mostly end with the activity before it", () => {
  expect(endedBefore(waitingAfter(59))).toEqual({ activity: "over", share: 0.59 });
  expect(endedBefore(waitingAfter(49))).toBeNull();
  expect(endedBefore(waitingAfter(59, "elsewhere"))).toBeNull();
});
