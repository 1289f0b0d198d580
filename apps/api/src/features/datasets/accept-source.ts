import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import { createDataset, findDatasetVersion, type NewDataset, type Tx } from "@longhaul/db";
import { DomainError, importRank } from "@longhaul/domain";
import { StorageFullError } from "@longhaul/storage";
import type { ApiContext } from "../../context/context.ts";
import { preferences } from "../../http/prefer.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, onceForKey, type KeyHonored } from "../../answers/run-idempotent.ts";
import { lockTarget } from "./version-target.ts";
import { cancelledMeanwhile, importedOrLate, unreadable } from "./await-import.ts";
import { queueImport } from "./queue-import.ts";
import { datasetPath, presentDataset } from "./present-dataset.ts";

/** The version of a dataset that a request is to make, mostly a first one, and where its file goes. */
export interface NewSource {
  readonly id: string;
  readonly sourceKey: string;
}

/** The version that was made, or the one that the same request made before. */
export interface AcceptedSource {
  readonly versionId: string;
  readonly name: string;
  /** Where a new one stands in the fair order of imports. */
  readonly fairTag: number;
  /** Proof that the request's key was honored. */
  readonly once: KeyHonored;
}

/** Turns the error of a full storage into a 503; returns any other error unchanged. */
export const storageFullAsUnavailable = (err: unknown): unknown =>
  err instanceof StorageFullError
    ? new DomainError("temporarily_unavailable", "the storage is full; try again later", { cause: err })
    : err;

/**
 * Lets `accept` store a file and make its dataset, queues the import, and answers when a worker has done it. A file that
 * can't be read is a 422; the dataset stays, as Failed, so that its error can be looked up. With
 * `Prefer: respond-async`, or when the import takes longer than the API waits, the answer says Importing.
 */
export async function acceptSource(
  ctx: ApiContext,
  req: Request,
  res: Response,
  accept: (source: NewSource) => Promise<AcceptedSource>,
): Promise<KeyHonored> {
  const scope = scopeOf(req);
  const id = randomUUID();
  const sourceKey = `datasets/${scope.tenantId}/${id}/source`;
  const { versionId, name, fairTag, once } = await accept({ id, sourceKey }).catch(async (err: unknown) => {
    await ctx.storage.delete(sourceKey);
    throw storageFullAsUnavailable(err);
  });
  if (versionId === id) {
    await queueImport(ctx, { id, epoch: 0, name, ...scope }, importRank(fairTag));
  } else {
    await ctx.storage.delete(sourceKey);
    res.setHeader("Idempotent-Replayed", "true");
  }
  const respondAsync = preferences(req).has("respond-async");
  if (respondAsync) res.setHeader("Preference-Applied", "respond-async");
  const wait = { datasetId: versionId, waitMs: respondAsync ? 0 : ctx.config.importWaitMs };
  const dataset = await importedOrLate(ctx, res, wait, () => findDatasetVersion(ctx.db, scope, versionId));
  res.setHeader("Location", datasetPath(scope, dataset.datasetId));
  if (dataset.status === "Failed") throw unreadable(dataset);
  if (dataset.status === "Cancelled") throw cancelledMeanwhile(dataset);
  if (dataset.status === "Importing") res.setHeader("Retry-After", "2");
  res.status(201).json(presentDataset(dataset));
  return once;
}

/**
 * Makes the dataset that a request describes, or with a `change` the next version of the one that its path names, once for its
 * idempotency key. Without a name, it gets the file's or the previous version's.
 * @param request the part of the request that must be the same when the key is used again
 */
export async function keepDataset(
  ctx: ApiContext,
  req: Request,
  request: object,
  dataset: Omit<NewDataset, "tenantId" | "projectId" | "createdBy" | "name"> & { readonly name: string | undefined },
  change?: "append" | "replace",
): Promise<AcceptedSource> {
  const scope = scopeOf(req);
  const { id, fileName } = dataset;
  const createdBy = principalOf(req).subject;
  let name = dataset.name ?? fileName.slice(0, 200);
  let fairTag = 0;
  const create = async (tx: Tx, versionOf?: NewDataset["versionOf"]): Promise<void> => {
    const version = versionOf === undefined ? {} : { versionOf };
    ({ fairTag } = await createDataset(tx, { ...dataset, ...scope, ...version, name, createdBy }, ctx.config.quotas));
  };
  const createVersion = async (tx: Tx, kind: "append" | "replace"): Promise<void> => {
    const { newest, versionOf } = await lockTarget(tx, req, kind);
    name = dataset.name ?? newest.name;
    await create(tx, versionOf);
  };
  const once = await onceForKey(
    ctx,
    req,
    scope,
    () => request,
    inTransaction(ctx, async (tx) => {
      await (change === undefined ? create(tx) : createVersion(tx, change));
      // The answer depends on the import's progress, so only the dataset's id is stored for the key.
      return { result: id, answer: { statusCode: 201, headers: {}, body: id } };
    }),
  );
  return { versionId: once.answer.body, name, fairTag, once };
}
