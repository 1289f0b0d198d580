import type { Request, Response } from "express";
import { batchListQuerySchema, batchListSchema } from "@longhaul/contracts";
import { listBatches } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { pageOf } from "../../http/page-of.ts";
import { readQuery } from "../../http/read-request.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { presentListedBatch } from "./present-batch.ts";

/** GET …/async/batches: one page, newest first. */
export function listBatchesRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const { told, wanted } = pageOf(readQuery(req, batchListQuerySchema));
    const { batches, hasNextPage } = await listBatches(ctx.db, scopeOf(req), wanted);
    const items = batches.map(presentListedBatch);
    sendAnswer(ctx, res, 200, batchListSchema, { batches: items, ...told, hasNextPage });
  };
}
