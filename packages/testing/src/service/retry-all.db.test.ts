import { createClient } from "@longhaul/sdk";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import { useSharedService } from "./use-shared-service.ts";

const LOG = "case,activity,timestamp\n1,Register,2024-01-01T08:00:00Z\n1,Pay,2024-01-02T08:00:00Z\n";

describeEachBackend("all that failed and match", (backend) => {
  const service = useSharedService(backend);

  it("are retried, once for a key, and what can't be is told", async () => {
    const client = createClient(service.connection());
    const uploaded = await service.upload(LOG);
    const fail = async (operationName: string): Promise<string> => {
      const parameters = {
        datasetId: String(uploaded.body["datasetId"]),
        filters: { transitions: [{ from: "Pay", to: "Register" }] },
      };
      const handle = await client.operations.start({
        operationType: "ProcessMiningAnalysis",
        operationName,
        parameters,
      });
      expect((await handle.ended()).status).toBe("Failed");
      return handle.id;
    };
    const [first, second] = [await fail("Invoices of May"), await fail("Invoices of June")];
    await fail("Orders");
    const found = async (): Promise<number> => {
      const { body } = await service.call("/async/operations?search=invoices%20filters_left_nothing");
      return body["summary"].failed;
    };
    await waitFor(async () => (await found()) === 2, { what: "the errors to be searched for" });

    const retryAll = async (idempotencyKey: string) => {
      const outcomes = [];
      for await (const outcome of client.operations.retryAll({ search: "invoices" }, { idempotencyKey }))
        outcomes.push(outcome);
      return outcomes;
    };
    const once = await retryAll("a-request");
    // The retries fail as well, and are found by the same words: they may have been there already.
    const originals = once.filter(({ operationId }) => operationId === first || operationId === second);
    expect(originals).toEqual(
      [second, first].map((operationId) => ({ operationId, newOperationId: expect.stringMatching(/^op-retry-/) })),
    );
    const again = await retryAll("a-request");
    for (const outcome of originals) expect(again).toContainEqual(outcome);
  });
});
