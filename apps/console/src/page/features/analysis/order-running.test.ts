import { expect, it } from "vitest";
import type { RunningCase } from "./findings.ts";
import { orderRunning } from "./order-running.ts";

const running = (caseId: string, overdueRisk?: number): RunningCase => ({
  caseId,
  lastActivity: "a",
  nextActivity: "b",
  probability: 1,
  ...(overdueRisk === undefined ? {} : { overdueRisk }),
});
const reported = [running("e", 0.1), running("d", 0.4), running("c", 0.9), running("b", 0.2)];
const idsOf = (cases: readonly RunningCase[]): string => cases.map(({ caseId }) => caseId).join("");

it("orders cases under way by risk or by time, each once, those of the results first", () => {
  const found = { count: 9, latest: reported.slice(0, 2), atRisk: [running("z", 1), running("c", 0.9)] };
  expect(idsOf(orderRunning(found, reported, "atRisk"))).toBe("zcdbe");
  expect(idsOf(orderRunning(found, reported, "latest"))).toBe("edcb");
});

it("has those of the results alone where the report tells no others, and no order by risk where none was asked for", () => {
  const found = { count: 2, latest: [running("y"), running("x")] };
  expect(idsOf(orderRunning(found, [], "latest"))).toBe("yx");
  expect(idsOf(orderRunning(found, [running("y"), running("x"), running("w")], "atRisk"))).toBe("yxw");
});
