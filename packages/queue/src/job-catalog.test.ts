import { describe, expect, it } from "vitest";
import { datasetJob, gateJob, jobCatalog, operationJob, queueNames, toStoredJob } from "./job-catalog.ts";

describe("jobCatalog", () => {
  const operation = {
    id: "op-1",
    epoch: 0,
    type: "ProcessMiningAnalysis",
    name: "Claims",
    priority: "High",
    tenantId: "t",
    projectId: "p",
    batchId: "b",
  } as const;

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
    [
      { cpuUnits: 2, memoryGb: 1.5 },
      { cpuUnits: 2, memoryGb: 1.5 },
    ],
    [{ cpuUnits: 2 }, undefined],
    [{ cpuUnits: "2", memoryGb: 1 }, undefined],
    [{ cpuUnits: 0, memoryGb: 1 }, undefined],
    [{ cpuUnits: Number.NaN, memoryGb: 1 }, undefined],
    [null, undefined],
  ])("reads what an operation needs, or leaves that to the ledger: %o", (needs, read) => {
    expect(jobCatalog.operations.parse({ operationId: "op", epoch: 1, needs }).needs).toEqual(read);
    const { cpuUnits, memoryGb } = read ?? {};
    const told = cpuUnits === undefined || memoryGb === undefined ? {} : { cpuUnits, memoryGb };
    expect(operationJob({ ...operation, ...told }).needs).toEqual(read);
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

  it("names a job after its operation's type and says whose it is", () => {
    expect(toStoredJob("operations", operationJob(operation))).toEqual({
      name: "ProcessMiningAnalysis",
      data: {
        operationId: "op-1",
        epoch: 0,
        operationType: "ProcessMiningAnalysis",
        operationName: "Claims",
        priority: "High",
        tenantId: "t",
        projectId: "p",
        batchId: "b",
      },
    });
    const gate = gateJob("b", operation, { id: "op-0", type: "DataEnrichment", name: "Clean" });
    expect(toStoredJob("gates", gate)).toMatchObject({
      name: "after DataEnrichment",
      data: { operationId: "op-1", dependsOnId: "op-0", operationName: "Claims", dependsOnName: "Clean" },
    });
    expect(toStoredJob("datasets", datasetJob({ ...operation, name: "log.csv" }))).toMatchObject({
      name: "DatasetImport",
      data: { datasetId: "op-1", datasetName: "log.csv", tenantId: "t" },
    });
  });

  it.each([
    ["a\0b", "a\uFFFDb"],
    ["\uD800", "\uFFFD"],
    ["__proto__", "__proto__"],
    ["x".repeat(10_000), `${"x".repeat(499)}…`],
  ])("keeps a hostile name short and storable: %j", (name, shown) => {
    const { data } = toStoredJob("operations", operationJob({ ...operation, name }));
    expect(data["operationName"]).toBe(shown);
  });

  it("lists every queue", () => {
    expect(queueNames.toSorted()).toEqual(Object.keys(jobCatalog).toSorted());
  });
});
