import type { DatasetRecord, Db, Scope } from "@longhaul/db";
import { createDatasetReader, type DatasetReader } from "./read-dataset.ts";

const MAX_KEPT = 1000;

/**
 * Caches datasets that were ready. A version can only be replaced by a later one or deleted; accepting an operation checks for
 * both again.
 */
export interface ReadyDatasets {
  readerOf(scope: Scope): DatasetReader;
  /** Reads a dataset again, past the cache. @throws DomainError as a reader does */
  readAgain(scope: Scope, datasetId: string, path: readonly (string | number)[]): Promise<DatasetRecord>;
}

export function createReadyDatasets({ db }: { readonly db: Db }): ReadyDatasets {
  const known = new Map<string, DatasetRecord>();
  const keyOf = ({ tenantId, projectId }: Scope, datasetId: string): string =>
    `${tenantId} ${projectId} ${datasetId.toLowerCase()}`;

  const readAgain: ReadyDatasets["readAgain"] = async (scope, datasetId, path) => {
    const key = keyOf(scope, datasetId);
    known.delete(key);
    const dataset = await createDatasetReader({ db }, scope).ready(datasetId, path);
    if (known.size >= MAX_KEPT) known.delete(known.keys().next().value ?? "");
    known.set(key, dataset);
    return dataset;
  };
  return {
    readAgain,
    readerOf: (scope) => ({
      ready: async (datasetId, path) => known.get(keyOf(scope, datasetId)) ?? readAgain(scope, datasetId, path),
    }),
  };
}
