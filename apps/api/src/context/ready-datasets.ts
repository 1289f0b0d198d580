import type { DatasetRecord, Db, Scope } from "@longhaul/db";
import { createDatasetReader, type DatasetReader } from "./read-dataset.ts";

const MAX_KEPT = 1000;

/**
 * Datasets as they were ready when they were last looked at. A version changes in nothing but that a later one may take its
 * place, or that it may be deleted; accepting an operation checks both again.
 */
export interface ReadyDatasets {
  readerOf(scope: Scope): DatasetReader;
  /** Judges a dataset anew. @throws DomainError as a reader does */
  judgeAgain(scope: Scope, datasetId: string, at: readonly (string | number)[]): Promise<DatasetRecord>;
}

export function createReadyDatasets({ db }: { readonly db: Db }): ReadyDatasets {
  const known = new Map<string, DatasetRecord>();
  const keyOf = ({ tenantId, projectId }: Scope, datasetId: string): string =>
    `${tenantId} ${projectId} ${datasetId.toLowerCase()}`;

  const judgeAgain: ReadyDatasets["judgeAgain"] = async (scope, datasetId, at) => {
    const key = keyOf(scope, datasetId);
    known.delete(key);
    const dataset = await createDatasetReader({ db }, scope).ready(datasetId, at);
    if (known.size >= MAX_KEPT) known.delete(known.keys().next().value ?? "");
    known.set(key, dataset);
    return dataset;
  };
  return {
    judgeAgain,
    readerOf: (scope) => ({
      ready: async (datasetId, at) => known.get(keyOf(scope, datasetId)) ?? judgeAgain(scope, datasetId, at),
    }),
  };
}
