import { datasetJob, operationJob } from "@longhaul/queue";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { createDataset, createOperation, findDataset, listDatasets, type DatasetRecord } from "@longhaul/db";
import { loadOperationRegistry } from "@longhaul/operations";
import { openBlobStore } from "@longhaul/storage";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

const RECEIPT = new URL("../../../../packages/process-mining/fixtures/receipt.csv", import.meta.url);

describeEachBackend("an operation that makes a dataset", (backend) => {
  const bench = useTrialBench(backend);
  const storage = () => openBlobStore(pathToFileURL(join(bench.folder(), "storage")).href);

  async function importedDataset(): Promise<DatasetRecord> {
    const id = randomUUID();
    const sourceKey = `datasets/${bench.scope.tenantId}/${id}/source`;
    const stored = await storage().put(sourceKey, Readable.from([await readFile(RECEIPT)]));
    const names = { name: "receipt", fileName: "receipt.csv", createdBy: "ann", mapping: {} };
    await createDataset(bench.db(), { id, ...bench.scope, ...names, ...stored, sourceKey });
    await bench.queues().add("datasets", datasetJob({ id, epoch: 0, ...names, ...bench.scope }));
    const read = () => findDataset(bench.db(), bench.scope, id);
    await waitFor(async () => (await read())?.status === "Ready", { what: "the import" });
    const dataset = await read();
    if (dataset === null) throw new Error("the dataset is gone");
    return dataset;
  }

  async function enrich(datasetId: string): Promise<string> {
    const definition = (await loadOperationRegistry()).find("DataEnrichment");
    const { value } = definition?.parameters.validate({ datasetId, derivedColumns: ["hour"] }) ?? {};
    const operationId = `op-${randomUUID()}`;
    const labels = {
      id: operationId,
      ...bench.scope,
      type: "DataEnrichment",
      name: "Clean",
      priority: "Normal",
    } as const;
    await createOperation(bench.db(), {
      ...labels,
      parameters: value as Record<string, unknown>,
      datasetId,
      timeoutSec: 600,
      cpuUnits: 1,
      memoryGb: 1,
      estimatedLowSec: 1,
      estimatedHighSec: 2,
      createdBy: "ann",
      phases: (definition?.phases ?? []).map(({ name, weight }) => ({ name, weight })),
    });
    await bench.queues().add("operations", operationJob({ ...labels, epoch: 0 }));
    return operationId;
  }

  // The queue has no part in it.
  it.skipIf(backend.name === "redis")("makes one, whole, when its worker is killed while it makes it", async () => {
    const first = await bench.spawnWorker();
    const source = await importedDataset();
    const operationId = await enrich(source.id);
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
    expect(await storage().head(made?.tableKey ?? "")).toEqual({ sizeBytes: made?.tableBytes });
  });
});
