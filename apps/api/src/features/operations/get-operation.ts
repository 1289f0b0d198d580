import type { Request, Response } from "express";
import type { Scope, StatusView } from "@longhaul/db";
import { isTerminal } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { preferredWaitSec } from "../../http/prefer.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { describeWaiting } from "../queue/describe-waiting.ts";
import { lookUntil } from "./look-until.ts";
import { refuseExpired } from "./refuse-expired.ts";
import { presentOperation } from "./present-operation.ts";

/** A client that polls right after the start gets the first change instead of an unchanged status. */
const NEW_FOR_MS = 2000;
const FIRST_CHANGE_MS = 1000;

/** GET …/async/operation/{operationId}: the status, at once, or at its next change when the client prefers to wait. */
export function getOperation(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const operationId = pathParameter(req, "operationId");
    const waitSec = preferredWaitSec(req);
    const view = await viewWhenDue(req, res, scope, operationId, waitSec);
    const { operation, callbackStats, warningCount } = view;
    if (waitSec !== null) res.setHeader("Preference-Applied", `wait=${waitSec}`);
    if (!isTerminal(operation.status)) res.setHeader("Retry-After", "2");
    // Each of them only grows.
    const beside = (callbackStats?.successful ?? 0) + (callbackStats?.failed ?? 0) + warningCount;
    const tag = `${operation.version}-${beside}`;
    if (answeredNotModified(req, res, tag)) return;
    res.json(presentOperation(view, await describeWaiting(ctx, view)));
  };

  async function viewWhenDue(
    req: Request,
    res: Response,
    scope: Scope,
    operationId: string,
    waitSec: number | null,
  ): Promise<StatusView> {
    const first = await find(scope, operationId);
    const isNew =
      first.operation.status === "Initiated" && first.now.getTime() - first.operation.createdAt.getTime() < NEW_FOR_MS;
    if (waitSec === null && !isNew) return first;
    const known = /^"(\d+)-/.exec(req.headers["if-none-match"]?.replace(/^W\//, "") ?? "")?.[1];
    if (known !== undefined && Number(known) !== first.operation.version) return first;
    return lookUntil(ctx, res, first, {
      waitMs: waitSec === null ? FIRST_CHANGE_MS : 1000 * waitSec,
      concerns: (notice) => notice.operationId === operationId,
      isDue: ({ operation }) => operation.version !== first.operation.version || isTerminal(operation.status),
      look: () => find(scope, operationId),
    });
  }

  async function find(scope: Scope, operationId: string): Promise<StatusView> {
    const view = await ctx.statusReads.find(scope, operationId);
    if (view === null) throw notFound();
    refuseExpired(view.operation);
    return view;
  }
}
