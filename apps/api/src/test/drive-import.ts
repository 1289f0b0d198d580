import { randomUUID } from "node:crypto";
import { claimDataset, completeImport, createDataset } from "@longhaul/db";
import type { TestApi } from "./use-api.ts";

export const LEASE = { leaseMs: 60_000 };

/** What an import found. */
export const TABLE = {
  tableKey: "t",
  tableBytes: 5,
  format: "csv",
  detected: {},
  columns: [],
  quality: {},
  events: 5,
  cases: 2,
  activities: 3,
  errorRecords: 0,
  timeStart: null,
  timeEnd: null,
};

/** Accepts an upload, or another version of one, as the API does. @returns the version's own id */
export async function acceptUpload(
  api: TestApi,
  versionOf?: { readonly datasetId: string; readonly version: number },
): Promise<string> {
  const id = randomUUID();
  const { tenantId, projectId } = api;
  const file = {
    name: "log",
    fileName: "log.csv",
    mapping: {},
    sizeBytes: 9,
    sha256: "0",
    sourceKey: `datasets/${id}`,
  };
  const version = versionOf === undefined ? {} : { versionOf: { ...versionOf, change: "replace" as const } };
  await createDataset(api.ctx().fleetDb, { id, tenantId, projectId, createdBy: "ann", ...file, ...version });
  return id;
}

/** Claims an import, as a worker does. */
export async function claimImport(api: TestApi, datasetId: string): Promise<{ datasetId: string; epoch: number }> {
  const claimed = await claimDataset(api.ctx().fleetDb, { datasetId, ...LEASE });
  return { datasetId, epoch: claimed?.epoch ?? 0 };
}

/** Imports a dataset as a worker does. */
export async function importWell(api: TestApi, datasetId: string): Promise<boolean> {
  return completeImport(api.ctx().fleetDb, await claimImport(api, datasetId), TABLE);
}
