import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  createDataset,
  createOperation,
  findDataset,
  findOperation,
  type DatasetRecord,
  type OperationView,
} from "@longhaul/db";
import { loadOperationRegistry } from "@longhaul/operations";
import { datasetJob, operationJob } from "@longhaul/queue";
import { openBlobStore, type BlobStore } from "@longhaul/storage";
import { waitFor, trialWork } from "@longhaul/testing";
import type { TrialBench } from "./use-worker.ts";

type Scope = TrialBench["scope"];

/** Uploads and real operation types on a bench, for any tenant. */
export interface RealWork {
  storage(): BlobStore;
  /** Accepts an upload as the API does. @returns the dataset's id */
  upload(
    content: string | Uint8Array,
    changes?: { readonly scope?: Scope; readonly fileName?: string },
  ): Promise<string>;
  dataset(datasetId: string, scope?: Scope): Promise<DatasetRecord>;
  /** Waits for the end of an import. */
  imported(datasetId: string, scope?: Scope): Promise<DatasetRecord>;
  /** Accepts an operation with these parameters, completed by their defaults. @returns its id */
  start(type: string, parameters: Record<string, unknown>, scope?: Scope): Promise<string>;
  ended(operationId: string, scope?: Scope): Promise<OperationView>;
}

/** Adds them to a bench; `scope` is the bench's own where none is given, and so is storage. */
export function realWork(
  bench: TrialBench,
  storage = (): BlobStore => openBlobStore(pathToFileURL(join(bench.folder(), "storage")).href),
): RealWork {
  const dataset: RealWork["dataset"] = async (datasetId, scope = bench.scope) => {
    const found = await findDataset(bench.db(), scope, datasetId);
    if (found === null) throw new Error(`no dataset ${datasetId}`);
    return found;
  };
  return {
    storage,
    dataset,
    async upload(content, { scope = bench.scope, fileName = "log.csv" } = {}) {
      const id = randomUUID();
      const sourceKey = `datasets/${scope.tenantId}/${id}/source`;
      const stored = await storage().put(sourceKey, Readable.from([Buffer.from(content)]));
      const names = { name: fileName, fileName, createdBy: "ann", mapping: {} };
      await createDataset(bench.db(), { id, ...scope, ...names, ...stored, sourceKey });
      await bench.queues().add("datasets", datasetJob({ id, epoch: 0, ...names, ...scope }));
      return id;
    },
    async imported(datasetId, scope) {
      await waitFor(async () => (await dataset(datasetId, scope)).status !== "Importing", {
        what: `the import of ${datasetId}`,
      });
      return dataset(datasetId, scope);
    },
    async start(type, parameters, scope = bench.scope) {
      const definition = (await loadOperationRegistry()).find(type);
      if (definition === undefined) throw new Error(`no operation type ${type}`);
      const { value } = definition.parameters.validate(parameters);
      const operationId = `op-${randomUUID()}`;
      const labels = { id: operationId, ...scope, type, name: type, priority: "Normal" } as const;
      await createOperation(bench.db(), {
        ...trialWork,
        ...labels,
        parameters: value as Record<string, unknown>,
        ...(typeof parameters["datasetId"] === "string" ? { datasetId: parameters["datasetId"] } : {}),
        createdBy: "ann",
        phases: definition.phases.map(({ name, weight }) => ({ name, weight })),
      });
      await bench.queues().add("operations", operationJob({ ...labels, epoch: 0 }));
      return operationId;
    },
    async ended(operationId, scope = bench.scope) {
      const view = async (): Promise<OperationView> => {
        const found = await findOperation(bench.db(), scope, operationId);
        if (found === null) throw new Error(`no operation ${operationId}`);
        return found;
      };
      await waitFor(async () => (await view()).operation.endedAt !== null, {
        what: `the end of ${operationId}`,
      });
      return view();
    },
  };
}
