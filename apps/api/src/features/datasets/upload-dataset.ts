import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import { datasetSchema } from "@longhaul/contracts";
import { createDataset, findDataset, type DatasetRecord, type Scope } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import { StorageFullError } from "@longhaul/storage";
import type { ApiContext } from "../../context.ts";
import { preferences } from "../../http/prefer.ts";
import { notFound, principalOf, scopeOf } from "../../http/request-scope.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { datasetPath, presentDataset } from "./present-dataset.ts";
import { receiveUpload } from "./receive-upload.ts";

const LOOK_AGAIN_MS = 1000;

/**
 * POST …/datasets: streams the file into storage, has a worker import it, and answers when that is done. A file that
 * can't be read is a 422; the dataset stays, as Failed, so that its error can be looked up. With
 * `Prefer: respond-async`, or when the import takes longer than the API waits, the answer says Importing.
 */
export function uploadDataset(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const datasetId = randomUUID();
    const sourceKey = `datasets/${scope.tenantId}/${datasetId}/source`;
    const upload = await receiveUpload(req, ctx.config.maxUploadBytes, (file) =>
      ctx.storage.put(sourceKey, file),
    ).catch(async (err: unknown) => {
      await ctx.storage.delete(sourceKey);
      throw err instanceof StorageFullError
        ? new DomainError("unavailable", "the storage is full; try again later", { cause: err })
        : err;
    });
    if (upload.stored.sizeBytes === 0) {
      await ctx.storage.delete(sourceKey);
      throw new DomainError("validation_failed", "/file is empty", {
        errors: [{ pointer: "/file", detail: "is empty" }],
      });
    }
    const created = await createDataset(ctx.db, {
      id: datasetId,
      ...scope,
      name: upload.name,
      fileName: upload.fileName,
      mapping: { ...upload.mapping },
      ...upload.stored,
      sourceKey,
      createdBy: principalOf(req).subject,
    });
    await ctx.queues
      .add("datasets", { datasetId, epoch: 0 })
      .catch((err: unknown) => ctx.logger.warn({ err, datasetId }, "not queued; the reconciler will"));
    const dataset = preferences(req).has("respond-async") ? created : await importedOrLate(res, scope, datasetId);
    res.setHeader("Location", datasetPath(scope, datasetId));
    if (dataset.status === "Failed") throw unreadable(dataset);
    if (dataset.status === "Importing") res.setHeader("Retry-After", "2");
    sendAnswer(ctx, res, 201, datasetSchema, presentDataset(dataset));
  };

  async function importedOrLate(res: Response, scope: Scope, datasetId: string): Promise<DatasetRecord> {
    const gone = new AbortController();
    res.once("close", () => gone.abort());
    const waiting = AbortSignal.any([gone.signal, ctx.stopping.signal]);
    const until = performance.now() + ctx.config.importWaitMs;
    for (;;) {
      const dataset = await findDataset(ctx.db, scope, datasetId);
      if (dataset === null) throw notFound();
      const leftMs = until - performance.now();
      if (dataset.status !== "Importing" || leftMs <= 0 || waiting.aborted) return dataset;
      await ctx.hub.wait((notice) => notice.datasetId === datasetId, Math.min(leftMs, LOOK_AGAIN_MS), waiting);
    }
  }
}

function unreadable({ id, fileName, error }: DatasetRecord): DomainError {
  const message = error?.message ?? "the file could not be read";
  return new DomainError("unprocessable", message, {
    errors: [{ pointer: "/file", detail: message }],
    details: { datasetId: id, fileName, ...error },
  });
}
