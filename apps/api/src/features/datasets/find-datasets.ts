import type { Request, Response } from "express";
import type { DatasetListQuery } from "@longhaul/contracts";
import { findDataset, findNewestVersion, listDatasets } from "@longhaul/db";
import { fingerprint } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { pageOf } from "../../http/page-of.ts";
import { guidParameter, notFound, scopeOf } from "../../http/request-scope.ts";
import { presentDataset, presentListed, presentNewer } from "./present-dataset.ts";

/** GET …/datasets: one page, newest first. */
export function listDatasetsRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<DatasetListQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const { paging, wanted } = pageOf(query);
    const { kind } = query;
    const found = await listDatasets(ctx.db, scope, { ...wanted, ...(kind === undefined ? {} : { kind }) });
    const answer = {
      datasets: found.datasets.map(presentListed),
      ...paging,
      hasNextPage: found.hasNextPage,
    };
    res.json(answer);
  };
}

/** GET …/datasets/{datasetId}. */
export function getDataset(ctx: ApiContext) {
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
    res.json(answer);
  };
}
