import { readFile } from "node:fs/promises";
import { listDatasets } from "@longhaul/db";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { realWork } from "../test/real-work.ts";
import { useTrialBench } from "../test/use-worker.ts";

const RECEIPT = new URL("../../../../packages/event-log/fixtures/receipt.csv", import.meta.url);

describeEachBackend("an operation that makes a dataset", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);

  // The queue has no part in it.
  it.skipIf(backend.name === "redis")("makes one, whole, when its worker is killed while it makes it", async () => {
    const first = await bench.spawnWorker();
    const source = await work.imported(await work.upload(await readFile(RECEIPT)));
    const operationId = await work.start("DataEnrichment", { datasetId: source.id, derivedColumns: ["hour"] });
    await waitFor(async () => (await bench.view(operationId)).operation.currentPhase === "Dataset Export", {
      what: "the export",
    });
    await bench.killWorker(first);
    const second = await bench.spawnWorker();
    const { operation } = await bench.ended(operationId);
    await second.kill();

    expect(operation.status).toBe("Completed");
    const { datasets } = await listDatasets(bench.db(), bench.scope, { size: 10, offset: 0 });
    const [made, ...others] = datasets.filter(({ id }) => id !== source.id);
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      id: operation.summary?.["outputDatasetId"],
      status: "Ready",
      events: source.events,
      cases: source.cases,
      lineage: { derivedFrom: { datasetId: source.id, operationId }, derivedColumns: ["hour"] },
    });
    expect(await work.storage().head(made?.tableKey ?? "")).toEqual({ sizeBytes: made?.tableBytes });
  });
});
