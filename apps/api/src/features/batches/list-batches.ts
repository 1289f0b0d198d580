import type { Request, Response } from "express";
import { batchListQuerySchema, batchListSchema } from "@longhaul/contracts";
import { listBatches } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { readQuery } from "../../http/read-request.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { presentListedBatch } from "./present-batch.ts";

const MAX_PAGE_SIZE = 100;

/** GET …/async/batches: one page, newest first. */
export function listBatchesRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const { page, pageSize, status } = readQuery(req, batchListQuerySchema);
    const size = Math.min(MAX_PAGE_SIZE, pageSize);
    const wanted = { size, offset: (page - 1) * size, ...(status === undefined ? {} : { status }) };
    const { batches, hasNextPage } = await listBatches(ctx.db, scopeOf(req), wanted);
    const items = batches.map(presentListedBatch);
    sendAnswer(ctx, res, 200, batchListSchema, { batches: items, page, pageSize: size, hasNextPage });
  };
}
