import { createClient, type Cases } from "@longhaul/sdk";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useSharedService } from "./use-shared-service.ts";

const CASES = 60;

/** Orders, one an hour; every third is checked twice, and every fifth is by bob. */
function orders(): string {
  const rows = Array.from({ length: CASES }, (_, at) =>
    (at % 3 === 0 ? ["Register", "Check", "Check", "Pay"] : ["Register", "Check", "Pay"]).map((activity, step) => {
      const time = new Date(Date.UTC(2024, 0, 1, at, 10 * step)).toISOString();
      return `Order-${String(at).padStart(2, "0")},${activity},${time},${at % 5 === 0 ? "bob" : "ann"}`;
    }),
  );
  // From the last to the first: they are listed by their starts all the same.
  return `case,activity,timestamp,resource\n${rows.toReversed().flat().join("\n")}\n`;
}

describeEachBackend("cases of an analysis", (backend) => {
  const service = useSharedService(backend);
  let path = "";
  let operationId = "";

  const ids = (body: ServiceAnswer["body"]): string[] => (body as Cases).cases.map(({ caseId }) => caseId);
  const list = async (query: string): Promise<ServiceAnswer> => service.call(`${path}?${query}`);

  it("are listed by their starts, each with its events, and page by page as in one page", async () => {
    const uploaded = await service.upload(orders());
    const run = await service.run("ProcessMiningAnalysis", {
      datasetId: uploaded.body["datasetId"],
      analysisType: "discovery",
      workingCalendar: {},
    });
    ({ operationId } = run);
    path = `/async/operation/${operationId}/cases`;
    const { body } = await list("limit=1000");
    expect(body).toMatchObject({ operationId, total: CASES, kept: CASES, hasNextPage: false });
    expect(ids(body)).toEqual(Array.from({ length: CASES }, (_, at) => `Order-${String(at).padStart(2, "0")}`));
    expect(body["cases"][0]).toEqual({
      caseId: "Order-00",
      variant: 2,
      start: "2024-01-01T00:00:00Z",
      end: "2024-01-01T00:30:00Z",
      durationSec: 1800,
      workingSec: 0,
      eventCount: 4,
      events: ["Register", "Check", "Check", "Pay"].map((activity, step) => ({
        activity,
        end: `2024-01-01T00:${step}0:00Z`,
        resource: "bob",
      })),
    });
    expect(body["cases"][10]).toMatchObject({ caseId: "Order-10", workingSec: 1200, durationSec: 1200 });
    for (const limit of [1, 7, 59, 60]) {
      const client = createClient(service.connection());
      const found: string[] = [];
      for await (const { caseId } of client.operations.resume(operationId).cases({ limit })) found.push(caseId);
      expect(found).toEqual(ids(body));
    }
  });

  it("are found by id, activity, variant and duration, all of which must hold", async () => {
    for (const [query, count] of [
      ["search=ORDER-1", 10],
      ["search=order-07", 1],
      ["search=nothing", 0],
      ["activity=Pay", CASES],
      ["variant=2", 20],
      ["variant=3", 0],
      ["minSec=1500", 20],
      ["maxSec=1500", 40],
      ["search=order-1&variant=1&maxSec=1200", 7],
    ] as const) {
      const { body } = await list(`limit=1000&${query}`);
      expect([query, ids(body).length, body["hasNextPage"]]).toEqual([query, count, false]);
    }
  });

  it("are those that the analysis' filters left", async () => {
    const uploaded = await service.upload(orders());
    const run = await service.run("ProcessMiningAnalysis", {
      datasetId: uploaded.body["datasetId"],
      analysisType: "discovery",
      filters: { attributes: [{ column: "resource", values: ["bob"] }] },
    });
    const { body } = await service.call(`/async/operation/${run.operationId}/cases?limit=1000`);
    expect([body["total"], ids(body).length]).toEqual([12, 12]);
    expect(body["cases"][0].workingSec).toBeUndefined();
  });

  it("are refused where a request asks for what there can't be, and where an operation lists none", async () => {
    for (const query of ["limit=0", "cursor=zz", "cursor=OTk5OTk5OTk", "activity=Nope", "variant=0", "colour=red"])
      expect([query, (await list(query)).status]).toEqual([query, 400]);
    const { operationId: other } = await service.run("ReportGeneration", { sourceOperationIds: [operationId] });
    const refused = await service.call(`/async/operation/${other}/cases`);
    expect([refused.status, refused.body["detail"]]).toEqual([
      409,
      expect.stringContaining("only ProcessMiningAnalysis"),
    ]);
    expect((await service.call(path, { tenantId: "11111111-2222-4333-8444-555555555555" })).status).toBe(404);
  });
});
