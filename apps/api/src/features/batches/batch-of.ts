import type { Request } from "express";
import { findBatch, type BatchView } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";

/** The batch of the path, or 404. */
export async function batchOf(ctx: ApiContext, req: Request): Promise<BatchView> {
  const view = await findBatch(ctx.db, scopeOf(req), pathParameter(req, "batchId"));
  if (view === null) throw notFound();
  return view;
}
