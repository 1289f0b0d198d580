import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import { datasetSchema } from "@longhaul/contracts";
import { createDataset, findDataset, type NewDataset } from "@longhaul/db";
import { DomainError, importRank } from "@longhaul/domain";
import { datasetJob } from "@longhaul/queue";
import { StorageFullError } from "@longhaul/storage";
import type { ApiContext } from "../../context.ts";
import { preferences } from "../../http/prefer.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, onceForKey } from "../../http/run-idempotent.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { importedOrLate, unreadable } from "./await-import.ts";
import { datasetPath, presentDataset } from "./present-dataset.ts";

/** The dataset that a request is to make, and where its file goes. */
export interface NewSource {
  readonly id: string;
  readonly sourceKey: string;
}

/** The dataset that was made, or the one that the same request made before. */
export interface AcceptedSource {
  readonly datasetId: string;
  readonly name: string;
  /** Where a new one stands in the fair order of imports. */
  readonly fairTag: number;
}

/** A full storage as clients are told of it; anything else as it is. */
export const storageFullAsUnavailable = (err: unknown): unknown =>
  err instanceof StorageFullError
    ? new DomainError("temporarily_unavailable", "the storage is full; try again later", { cause: err })
    : err;

/**
 * Has `accept` store a file and make its dataset, has a worker import it, and answers when that is done. A file that
 * can't be read is a 422; the dataset stays, as Failed, so that its error can be looked up. With
 * `Prefer: respond-async`, or when the import takes longer than the API waits, the answer says Importing.
 */
export async function acceptSource(
  ctx: ApiContext,
  req: Request,
  res: Response,
  accept: (source: NewSource) => Promise<AcceptedSource>,
): Promise<void> {
  const scope = scopeOf(req);
  const id = randomUUID();
  const sourceKey = `datasets/${scope.tenantId}/${id}/source`;
  const { datasetId, name, fairTag } = await accept({ id, sourceKey }).catch(async (err: unknown) => {
    await ctx.storage.delete(sourceKey);
    throw storageFullAsUnavailable(err);
  });
  if (datasetId === id) {
    await ctx.queues
      .add("datasets", datasetJob({ id: datasetId, epoch: 0, name, ...scope }), { priority: importRank(fairTag) })
      .catch((err: unknown) => ctx.logger.warn({ err, datasetId }, "not queued; the reconciler will"));
  } else {
    await ctx.storage.delete(sourceKey);
    res.setHeader("Idempotent-Replayed", "true");
  }
  const respondAsync = preferences(req).has("respond-async");
  if (respondAsync) res.setHeader("Preference-Applied", "respond-async");
  const wait = { datasetId, waitMs: respondAsync ? 0 : ctx.config.importWaitMs };
  const dataset = await importedOrLate(ctx, res, wait, () => findDataset(ctx.db, scope, datasetId));
  res.setHeader("Location", datasetPath(scope, datasetId));
  if (dataset.status === "Failed") throw unreadable(dataset);
  if (dataset.status === "Importing") res.setHeader("Retry-After", "2");
  sendAnswer(ctx, res, 201, datasetSchema, presentDataset(dataset));
}

/**
 * Makes the dataset that a request describes, once for its idempotency key.
 * @param request what must be the same when the key comes again
 */
export async function keepDataset(
  ctx: ApiContext,
  req: Request,
  request: object,
  dataset: Omit<NewDataset, "tenantId" | "projectId" | "createdBy">,
): Promise<AcceptedSource> {
  const scope = scopeOf(req);
  const { id, name } = dataset;
  let fairTag = 0;
  const { answer } = await onceForKey(
    ctx,
    req,
    scope,
    () => request,
    inTransaction(ctx, async (tx) => {
      const createdBy = principalOf(req).subject;
      ({ fairTag } = await createDataset(tx, { ...dataset, ...scope, createdBy }, ctx.config.quotas));
      // The answer depends on how the import goes; what is remembered is which dataset it tells of.
      return { result: id, answer: { statusCode: 201, headers: {}, body: id } };
    }),
  );
  return { datasetId: answer.body, name, fairTag };
}
