import type { Request, Response } from "express";
import type { DatasetVersionsQuery } from "@longhaul/contracts";
import { findDataset, findNumberedVersion, listDatasetVersions } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { pageOf } from "../../http/page-of.ts";
import { guidParameter, notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { presentDataset, presentShort } from "./present-dataset.ts";

/** GET …/datasets/{datasetId}/versions: all versions, newest first, those too that are being imported or could not be. */
export function listVersions(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<DatasetVersionsQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const datasetId = guidParameter(req, "datasetId");
    const { paging, wanted } = pageOf(query);
    const current = await findDataset(ctx.db, scope, datasetId);
    if (current === null) throw notFound();
    const { versions, hasNextPage } = await listDatasetVersions(ctx.db, scope, datasetId, wanted);
    res.json({
      datasetId: current.datasetId,
      currentVersion: current.version,
      versions: versions.map(presentShort),
      ...paging,
      hasNextPage,
    });
  };
}

/** GET …/datasets/{datasetId}/versions/{version}: one version, whether or not it is the current one. */
export function getVersion(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const datasetId = guidParameter(req, "datasetId");
    const named = pathParameter(req, "version");
    const version = /^[1-9]\d{0,4}$/.test(named) ? Number(named) : 0;
    const found = await findNumberedVersion(ctx.db, scopeOf(req), datasetId, version);
    if (found === null) throw notFound();
    if (found.status === "Importing") res.setHeader("Retry-After", "2");
    res.json(presentDataset(found));
  };
}
