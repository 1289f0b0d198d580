import type { Request, Response } from "express";
import { createDataset } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { onceForKey } from "../../http/run-idempotent.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { importFromUrl } from "./import-from-url.ts";
import { acceptSource, type AcceptedSource, type NewSource } from "./accept-source.ts";
import { emptyFile, receiveUpload } from "./receive-upload.ts";

/** POST …/datasets: streams the file into storage and makes a dataset of it, as `acceptSource` says; JSON names a file elsewhere. */
export function uploadDataset(ctx: ApiContext) {
  const fromUrl = importFromUrl(ctx);
  return (req: Request, res: Response): Promise<void> =>
    typeof req.is(["application/json", "application/*+json"]) === "string"
      ? fromUrl(req, res)
      : acceptSource(ctx, req, res, (source) => receive(req, source));

  async function receive(req: Request, { id, sourceKey }: NewSource): Promise<AcceptedSource> {
    const scope = scopeOf(req);
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
        await createDataset(sql, {
          id,
          ...scope,
          name,
          fileName,
          mapping: { ...mapping },
          ...stored,
          sourceKey,
          createdBy,
        });
        // The answer depends on how the import goes; what is remembered is which dataset it tells of.
        return { result: id, answer: { statusCode: 201, headers: {}, body: id } };
      },
    );
    return { datasetId: answer.body, name };
  }
}
