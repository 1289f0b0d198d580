import type { Request, Response } from "express";
import type { DatasetExportQuery } from "@longhaul/contracts";
import { findDataset, findExport, findNumberedVersion, requestExport, type DatasetRecord } from "@longhaul/db";
import { DomainError, importRank, uuidOfText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { preferences } from "../../http/prefer.ts";
import { guidParameter, notFound, principalOf, scopeOf } from "../../http/request-scope.ts";
import { downloadUrl } from "../../answers/download-url.ts";
import { importedOrLate } from "./await-import.ts";
import { exportedFile } from "./exported-file.ts";
import { queueImport } from "./queue-import.ts";
import { requireLog } from "./require-log.ts";

/** Exports of one tenant under way at a time. */
const MAX_AT_ONCE = 5;

/**
 * GET …/datasets/{datasetId}/export: where a version is to be had as a file. A worker writes it, once for all who ask within a day;
 * Parquet is how the table is stored.
 */
export function exportDataset(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<DatasetExportQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const datasetId = guidParameter(req, "datasetId");
    const { format, version: number } = query;
    const version = await (number === undefined
      ? findDataset(ctx.db, scope, datasetId)
      : findNumberedVersion(ctx.db, scope, datasetId, number));
    if (version === null) throw notFound();
    requireReady(version);
    requireLog(version);
    const file = format === "parquet" ? version : await written(req, res, version, format);
    const common = { datasetId: version.datasetId, version: version.version, format };
    if (file.status === "Importing") {
      res.setHeader("Retry-After", "2");
      const progress = Math.floor(100 * (file.importProgress ?? 0));
      res.status(202).json({ ...common, status: "Exporting", progress });
      return;
    }
    const { fileName, sizeBytes } = exportedFile(file);
    const url = downloadUrl(ctx, req, { kind: "dataset", ...scope, id: file.id }, fileName);
    res.json({ ...common, status: "Ready", fileName, sizeBytes, downloadUrl: url });
  };

  async function written(req: Request, res: Response, version: DatasetRecord, format: string): Promise<DatasetRecord> {
    const id = uuidOfText(`export of ${version.id} as ${format}`);
    const wanted = { id, version, format, createdBy: principalOf(req).subject };
    const begun = await requestExport(ctx.db, wanted, MAX_AT_ONCE, ctx.config.quotas);
    if (begun === null)
      throw new DomainError("rate_limited", `at most ${MAX_AT_ONCE} exports of a tenant run at once; try again soon`, {
        details: { retryAfterSec: 5 },
      });
    if (begun.status === "Importing") await queueImport(ctx, begun, importRank(begun.fairTag));
    const waitMs = preferences(req).has("respond-async") ? 0 : ctx.config.importWaitMs;
    const file = await importedOrLate(ctx, res, { datasetId: id, waitMs }, () => findExport(ctx.db, id));
    if (file.status === "Failed")
      throw new DomainError(
        "unprocessable",
        `the file could not be written: ${file.error?.message ?? "no reason given"}`,
      );
    return file;
  }
}

function requireReady({ status }: DatasetRecord): void {
  if (status === "Ready") return;
  const isImporting = status === "Importing";
  const why = isImporting
    ? "the version is still being imported"
    : "the version was not read, so that there is nothing to export";
  throw new DomainError(isImporting ? "not_yet" : "conflict", why, { details: { status } });
}
