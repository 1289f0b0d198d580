import type { Request, Response } from "express";
import type { DatasetRemap } from "@longhaul/contracts";
import { findDataset } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { KeyHonored } from "../../answers/run-idempotent.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { missingAsNotFound } from "../../http/missing-as-not-found.ts";
import { guidParameter, notFound, scopeOf } from "../../http/request-scope.ts";
import { requireLog } from "./require-log.ts";
import { acceptSource, keepDataset, type AcceptedSource, type NewSource } from "./accept-source.ts";

/**
 * POST …/datasets/{datasetId}/remap: reads an upload again with another mapping, as a dataset of its own. The one that
 * it was, which may have been refused, stays as it is.
 */
export function remapDataset(ctx: ApiContext) {
  return async (req: Request, res: Response, { body }: Given<unknown, DatasetRemap>): Promise<KeyHonored> => {
    return acceptSource(ctx, req, res, (source) => remap(req, body, source));
  };

  async function remap(req: Request, body: DatasetRemap, { id, sourceKey }: NewSource): Promise<AcceptedSource> {
    const original = await findDataset(ctx.db, scopeOf(req), guidParameter(req, "datasetId"));
    if (original === null) throw notFound();
    requireLog(original);
    if (original.status === "Cancelled") {
      throw new DomainError(
        "conflict",
        "the import was cancelled and its file deleted; upload it again with the mapping",
        {
          details: { ...original.cancellation },
        },
      );
    }
    if (original.change === "append") {
      throw new DomainError(
        "conflict",
        "the current version was put together from several files; append the last one again with a mapping to the version before, or use replace",
        { details: { ...original.lineage } },
      );
    }
    if (original.sourceKey === null) {
      throw new DomainError(
        "conflict",
        "the dataset was made by an operation, so that there is no upload to read again; remap the one that it was made from",
        { details: { ...original.lineage } },
      );
    }
    await ctx.storage.copy(original.sourceKey, sourceKey).catch(missingAsNotFound);
    const { fileName, sha256, sizeBytes } = original;
    return keepDataset(ctx, req, body, {
      id,
      name: body.name ?? original.name,
      fileName,
      mapping: { ...body.mapping },
      sourceKey,
      sha256: sha256 ?? "",
      sizeBytes: sizeBytes ?? 0,
      lineage: { remappedFrom: original.datasetId },
    });
  }
}
