import { expect, it } from "vitest";
import { outputDatasetId } from "./phase-task.ts";

it("gives the dataset that it makes the same GUID on every attempt, and another for another operation or phase", () => {
  const id = outputDatasetId("op-1", 3);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(outputDatasetId("op-1", 3)).toBe(id);
  expect(new Set([id, outputDatasetId("op-1", 2), outputDatasetId("op-2", 3)]).size).toBe(3);
});
