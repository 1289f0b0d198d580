import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import { datasetSchema } from "@longhaul/contracts";
import { createDataset, findDataset, type Scope } from "@longhaul/db";
import { datasetJob } from "@longhaul/queue";
import { DomainError } from "@longhaul/domain";
import { StorageFullError } from "@longhaul/storage";
import type { ApiContext } from "../../context.ts";
import { preferences } from "../../http/prefer.ts";
import { onceForKey } from "../../http/run-idempotent.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { datasetPath, presentDataset } from "./present-dataset.ts";
import { emptyFile, receiveUpload } from "./receive-upload.ts";
import { importedOrLate, unreadable } from "./await-import.ts";

/** A full storage as clients are told of it; anything else as it is. */
export const storageFullAsUnavailable = (err: unknown): unknown =>
  err instanceof StorageFullError
    ? new DomainError("temporarily_unavailable", "the storage is full; try again later", { cause: err })
    : err;

/**
 * POST …/datasets: streams the file into storage, has a worker import it, and answers when that is done. A file that
 * can't be read is a 422; the dataset stays, as Failed, so that its error can be looked up. With
 * `Prefer: respond-async`, or when the import takes longer than the API waits, the answer says Importing.
 */
export function uploadDataset(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const newId = randomUUID();
    const sourceKey = `datasets/${scope.tenantId}/${newId}/source`;
    const { datasetId, name } = await receive(req, scope, newId, sourceKey).catch(async (err: unknown) => {
      await ctx.storage.delete(sourceKey);
      throw storageFullAsUnavailable(err);
    });
    if (datasetId === newId) {
      await ctx.queues
        .add("datasets", datasetJob({ id: datasetId, epoch: 0, name, ...scope }))
        .catch((err: unknown) => ctx.logger.warn({ err, datasetId }, "not queued; the reconciler will"));
    } else {
      await ctx.storage.delete(sourceKey);
      res.setHeader("Idempotent-Replayed", "true");
    }
    const respondAsync = preferences(req).has("respond-async");
    if (respondAsync) res.setHeader("Preference-Applied", "respond-async");
    const dataset = await importedOrLate(
      ctx,
      res,
      { datasetId, waitMs: respondAsync ? 0 : ctx.config.importWaitMs },
      () => findDataset(ctx.db, scope, datasetId),
    );
    res.setHeader("Location", datasetPath(scope, datasetId));
    if (dataset.status === "Failed") throw unreadable(dataset);
    if (dataset.status === "Importing") res.setHeader("Retry-After", "2");
    sendAnswer(ctx, res, 201, datasetSchema, presentDataset(dataset));
  };

  /** Stores the file and makes its dataset. @returns with its name the id of that, or of the one that the same request made before */
  async function receive(
    req: Request,
    scope: Scope,
    newId: string,
    sourceKey: string,
  ): Promise<{ datasetId: string; name: string }> {
    const { name, fileName, mapping, stored } = await receiveUpload(req, ctx.config.maxUploadBytes, (file) =>
      ctx.storage.put(sourceKey, file),
    );
    if (stored.sizeBytes === 0) throw emptyFile();
    const request = { name, fileName, mapping, sha256: stored.sha256 };
    const createdBy = principalOf(req).subject;
    const { answer } = await onceForKey(
      ctx,
      req,
      scope,
      () => request,
      async (sql) => {
        const row = { id: newId, ...scope, name, fileName, mapping: { ...mapping }, ...stored, sourceKey, createdBy };
        await createDataset(sql, row);
        // The answer depends on how the import goes; what is remembered is which dataset it tells of.
        return { result: newId, answer: { statusCode: 201, headers: {}, body: newId } };
      },
    );
    return { datasetId: answer.body, name };
  }
}
