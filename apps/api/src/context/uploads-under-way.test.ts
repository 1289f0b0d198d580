import { describe, expect, it } from "vitest";
import { createUploadsUnderWay } from "./uploads-under-way.ts";

const [one, other] = ["p1", "p2"].map((projectId) => ({ tenantId: "t", projectId }));
const MB = 1_000_000;
const refusal = (work: () => void): unknown => {
  try {
    work();
    return null;
  } catch (err) {
    return err;
  }
};

describe("uploads under way", () => {
  it("have together the room of their tenant, whatever project they are for, and give it back at their end", () => {
    const uploads = createUploadsUnderWay();
    const limits = [{ level: "tenant", limit: 10 * MB, used: 2 * MB }] as const;
    const [first, second] = [one, other].map((scope) =>
      uploads.begin(scope ?? { tenantId: "", projectId: "" }, limits),
    );
    first?.add(5 * MB);
    second?.add(3 * MB);
    expect(refusal(() => second?.add(2 * MB))).toMatchObject({
      code: "quota_exceeded",
      details: { quota: "datasetBytes", level: "tenant", limit: 10 * MB, used: 2 * MB, wanted: 10 * MB },
    });
    second?.end();
    expect(refusal(() => first?.add(3 * MB))).toBeNull();
    first?.end();
    expect(refusal(() => uploads.begin({ tenantId: "t", projectId: "p1" }, limits).add(8 * MB))).toBeNull();
  });

  it("have the room of a project only for that, and any number of bytes where nothing limits them", () => {
    const uploads = createUploadsUnderWay();
    const limits = [{ level: "project", limit: 4 * MB, used: 0 }] as const;
    const of = (projectId: string, some: typeof limits | readonly [] = limits) =>
      uploads.begin({ tenantId: "t", projectId }, some);
    of("p1").add(4 * MB);
    expect(refusal(() => of("p2").add(4 * MB))).toBeNull();
    expect(refusal(() => of("p1").add(2 * MB))).toMatchObject({ details: { level: "project", wanted: 6 * MB } });
    expect(refusal(() => of("p3", []).add(1e12))).toBeNull();
  });
});
