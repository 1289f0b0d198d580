import type { Request, Response } from "express";
import { asTenants, findArtifact, findDatasetFile } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { notFound, pathParameter } from "../../http/request-scope.ts";
import { exportedFile } from "../datasets/exported-file.ts";
import { findResults } from "../operations/find-results.ts";
import { sendResultsArchive } from "../operations/send-results-archive.ts";
import { readDownloadToken, type DownloadGrant } from "../../answers/download-token.ts";
import { sendBlob } from "../../answers/send-blob.ts";

/** GET /downloads/{token}/{name}: what the token grants, without any other credential. */
export function download(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const read = readDownloadToken(ctx.config.downloadSecret, pathParameter(req, "token"), new Date());
    if (read.outcome === "expired")
      throw new DomainError(
        "gone",
        "the download URL has expired; ask for the results or the export again to get a new one",
      );
    if (read.outcome === "invalid") throw notFound();
    await asTenants([read.grant.tenantId], async () => sendGranted(ctx, req, res, read.grant));
  };
}

async function sendGranted(ctx: ApiContext, req: Request, res: Response, grant: DownloadGrant): Promise<void> {
  if (grant.kind === "results") {
    await sendResultsArchive(ctx, req, res, await findResults(ctx, grant, grant.id));
    return;
  }
  if (grant.kind === "dataset") {
    const dataset = await findDatasetFile(ctx.db, grant, grant.id);
    if (dataset === null) throw notFound();
    await sendBlob(ctx, req, res, exportedFile(dataset));
    return;
  }
  const artifact = await findArtifact(ctx.db, grant.tenantId, grant.id);
  if (artifact === null || artifact.projectId !== grant.projectId) throw notFound();
  await sendBlob(ctx, req, res, artifact);
}
