import { GUID_FAULT } from "@longhaul/contracts";
import {
  findDataset,
  findDatasetVersion,
  type DatasetRecord,
  type Db,
  type OperationRecord,
  type Scope,
} from "@longhaul/db";
import { jsonPointer, DomainError, FILE_KIND_WORDS, fileKindOf, toGuid, type FileKind } from "@longhaul/domain";
import { validationFailed } from "../http/read-request.ts";

/** Reads the datasets that a request names, each once. `path` is the path of the dataset's id in the body. */
export interface DatasetReader {
  /** @throws DomainError when the dataset doesn't exist or can't be used (yet) */
  ready(datasetId: string, path: readonly (string | number)[]): Promise<DatasetRecord>;
}

export function createDatasetReader(ctx: { readonly db: Db }, scope: Scope): DatasetReader {
  const known = new Map<string, Promise<DatasetRecord | null>>();
  return {
    async ready(named, path) {
      const datasetId = toGuid(named);
      if (datasetId === null) throw datasetFault(path, GUID_FAULT);
      const found = known.get(datasetId) ?? findDataset(ctx.db, scope, datasetId);
      known.set(datasetId, found);
      return checked(datasetId, await found, path);
    },
  };
}

/** Reads the dataset versions that an operation began with, and the current versions of other datasets. */
export function pinnedDatasetReader(
  ctx: { readonly db: Db },
  scope: Scope,
  { datasetId, furtherDatasetIds }: Pick<OperationRecord, "datasetId" | "furtherDatasetIds">,
): DatasetReader {
  const current = createDatasetReader(ctx, scope);
  const versionIds = [datasetId ?? [], furtherDatasetIds ?? []].flat();
  const pinned = Promise.all(versionIds.map((id) => findDatasetVersion(ctx.db, scope, id)));
  return {
    async ready(named, path) {
      const own = (await pinned).find((version) => version !== null && version.datasetId === toGuid(named));
      return own ?? current.ready(named, path);
    },
  };
}

/** A validation error about the dataset id at `path`. */
export function datasetFault(path: readonly (string | number)[], detail: string): DomainError {
  return validationFailed([{ pointer: jsonPointer(path), detail }]);
}

/** @throws DomainError when the dataset is of another kind, such as a model where a log is needed */
export function requireKind(dataset: DatasetRecord, kind: FileKind, path: readonly (string | number)[]): void {
  const found = fileKindOf(dataset.format);
  if (found === kind) return;
  const detail = `names ${FILE_KIND_WORDS[found]} (${dataset.datasetId}), not ${FILE_KIND_WORDS[kind]}`;
  throw datasetFault(path, `${detail}; name another dataset`);
}

function checked(datasetId: string, dataset: DatasetRecord | null, path: readonly (string | number)[]): DatasetRecord {
  if (dataset === null) {
    throw datasetFault(path, `names no dataset of this project (${datasetId}); upload one with POST …/datasets`);
  }
  const pointer = jsonPointer(path);
  if (dataset.status === "Importing") {
    throw new DomainError(
      "not_yet",
      `dataset ${datasetId} is still being imported; repeat the request when its status is Ready`,
      {
        errors: [{ pointer, detail: "is still being imported" }],
        details: { datasetStatus: dataset.status, retryAfterSec: 2 },
      },
    );
  }
  if (dataset.status === "Cancelled") {
    throw new DomainError("unprocessable", `the import of dataset ${datasetId} was cancelled; upload its file again`, {
      errors: [{ pointer, detail: "names a dataset whose import was cancelled" }],
    });
  }
  if (dataset.status === "Failed") {
    throw new DomainError(
      "unprocessable",
      `dataset ${datasetId} could not be imported: ${dataset.error?.message ?? "unknown reason"}`,
      { errors: [{ pointer, detail: "names a dataset that could not be imported" }] },
    );
  }
  return dataset;
}
