import { describe, expect, it } from "vitest";
import { jobCatalog, queueNames } from "./job-catalog.ts";

describe("jobCatalog", () => {
  it("names an id after what is run and its epoch", () => {
    expect(jobCatalog.operations.jobId({ operationId: "op", epoch: 2 })).toBe("op-2");
    expect(jobCatalog.datasets.jobId({ datasetId: "ds", epoch: 0 })).toBe("ds-0");
    expect(jobCatalog.gates.jobId({ batchId: "b", operationId: "op", dependsOnId: "other" })).toBe("op-after-other");
  });

  it("reads only its own fields", () => {
    expect(jobCatalog.operations.parse({ operationId: "op", epoch: 1, secret: "x" })).toEqual({
      operationId: "op",
      epoch: 1,
    });
  });

  it.each([
    null,
    "text",
    [],
    {},
    { operationId: "", epoch: 1 },
    { operationId: "op", epoch: "1" },
    { operationId: "op", epoch: 1.5 },
  ])("refuses %o", (data) => {
    expect(() => jobCatalog.operations.parse(data)).toThrow(expect.objectContaining({ code: "invalid-job" }));
  });

  it("lists every queue", () => {
    expect(queueNames.toSorted()).toEqual(Object.keys(jobCatalog).toSorted());
  });
});
