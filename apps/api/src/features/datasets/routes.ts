import type { Router, Request, Response } from "express";
import { datasetListQuerySchema, datasetListSchema, datasetSchema } from "@longhaul/contracts";
import { deleteDataset, deleteExportsOf, findDataset, findNewestVersion, listDatasets } from "@longhaul/db";
import { DomainError, fingerprint } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { pageOf } from "../../http/page-of.ts";
import { readQuery } from "../../http/read-request.ts";
import { guidParameter, notFound, scopeOf } from "../../http/request-scope.ts";
import { noteChange } from "../audit/note-change.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { listDatasetRows } from "./list-dataset-rows.ts";
import { exportDataset } from "./export-dataset.ts";
import { getVersion, listVersions } from "./list-dataset-versions.ts";
import { presentDataset, presentListed, presentNewer, presentShort } from "./present-dataset.ts";
import { previewDataset } from "./preview-dataset.ts";
import { remapDataset } from "./remap-dataset.ts";
import { restoreDataset } from "./restore-dataset.ts";
import { uploadDataset } from "./upload-dataset.ts";

/** Routes of datasets, below `/api/{tenantId}/{projectId}`. */
export function datasetRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "");
  add("/datasets", { get: list(ctx), post: uploadDataset(ctx) });
  add("/datasets/preview", { post: previewDataset(ctx) });
  add("/datasets/:datasetId", { get: getOne(ctx), delete: remove(ctx) });
  add("/datasets/:datasetId/remap", { post: remapDataset(ctx) });
  add("/datasets/:datasetId/append", { post: uploadDataset(ctx, "append") });
  add("/datasets/:datasetId/replace", { post: uploadDataset(ctx, "replace") });
  add("/datasets/:datasetId/restore", { post: restoreDataset(ctx) });
  add("/datasets/:datasetId/versions", { get: listVersions(ctx) });
  add("/datasets/:datasetId/versions/:version", { get: getVersion(ctx) });
  add("/datasets/:datasetId/export", { get: exportDataset(ctx) });
  add("/datasets/:datasetId/rows", { get: listDatasetRows(ctx) });
  return router;
}

function list(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const query = readQuery(req, datasetListQuerySchema);
    const { told, wanted } = pageOf(query);
    const { kind } = query;
    const found = await listDatasets(ctx.db, scope, { ...wanted, ...(kind === undefined ? {} : { kind }) });
    const answer = {
      datasets: found.datasets.map(presentListed),
      ...told,
      hasNextPage: found.hasNextPage,
    };
    sendAnswer(ctx, res, 200, datasetListSchema, answer);
  };
}

function getOne(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const datasetId = guidParameter(req, "datasetId");
    const dataset = await findDataset(ctx.db, scope, datasetId);
    const found = await findNewestVersion(ctx.db, scope, datasetId);
    if (dataset === null || found === null) throw notFound();
    const { newest } = found;
    if (newest.status === "Importing") res.setHeader("Retry-After", "2");
    const answer = { ...presentDataset(dataset), ...presentNewer(dataset, newest) };
    // What a change asks to be the same (`If-Match`) is the newest version alone.
    if (answeredNotModified(req, res, `${newest.version}.${fingerprint(answer)}`)) return;
    sendAnswer(ctx, res, 200, datasetSchema, answer);
  };
}

/** A deleted dataset is gone at once; its files follow. */
function remove(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const datasetId = guidParameter(req, "datasetId");
    const deleted = await deleteDataset(ctx.db, scopeOf(req), datasetId);
    if (deleted === null) throw notFound();
    if ("operationIds" in deleted) throw inUse(deleted);
    const { dataset, versionIds } = deleted;
    const exportIds = await deleteExportsOf(ctx.db, versionIds);
    for (const id of [...versionIds, ...exportIds])
      await ctx.storage.deletePrefix(`datasets/${dataset.tenantId}/${id}`);
    noteChange(res, presentShort(dataset), null);
    sendAnswer(ctx, res, 200, datasetSchema, presentDataset(dataset));
  };
}

/** What ends passes; a schedule goes on. */
function inUse({ operationIds, scheduleIds }: { operationIds: string[]; scheduleIds: string[] }): DomainError {
  if (scheduleIds.length === 0) {
    const message = `the dataset is read by ${operationIds.join(", ")}; cancel them first or wait for their end`;
    return new DomainError("not_yet", message, { details: { operationIds } });
  }
  const message = `the dataset is named by ${scheduleIds.join(", ")}; delete these schedules or give them another dataset first`;
  return new DomainError("conflict", message, {
    details: { scheduleIds, ...(operationIds.length === 0 ? {} : { operationIds }) },
  });
}
