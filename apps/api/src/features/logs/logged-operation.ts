import type { Request } from "express";
import type { ApiContext } from "../../context/context.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { refuseExpired } from "../operations/refuse-expired.ts";

/** The id of the operation that the path names. @throws DomainError when the project has none of it, or no more */
export async function loggedOperation(ctx: ApiContext, req: Request): Promise<string> {
  const view = await ctx.statusReads.find(scopeOf(req), pathParameter(req, "operationId"));
  if (view === null) throw notFound();
  refuseExpired(view.operation);
  return view.operation.id;
}
