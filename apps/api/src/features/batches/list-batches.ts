import type { Request, Response } from "express";
import type { BatchListQuery } from "@longhaul/contracts";
import { listBatches } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { pageOf } from "../../http/page-of.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { presentListedBatch } from "./present-batch.ts";

/** GET …/async/batches: one page, newest first. */
export function listBatchesRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<BatchListQuery>): Promise<void> => {
    const { paging, wanted } = pageOf(query);
    const { batches, hasNextPage } = await listBatches(ctx.db, scopeOf(req), wanted);
    const items = batches.map(presentListedBatch);
    res.json({ batches: items, ...paging, hasNextPage });
  };
}
