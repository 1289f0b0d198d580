import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { ExpressAdapter } from "@bull-board/express";
import { Router, type Request, type RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";
import { absoluteUrl } from "../../http/absolute-url.ts";
import { bearerTokenOf } from "../../http/request-scope.ts";

const BASE = "/admin/queues";
const COOKIE = "longhaul-admin";

/**
 * Bull Board under `/admin/queues`: the queues as BullMQ holds them, batches as flows. For operators only: the token's own
 * `role` must be `admin`, since jobs of all tenants are seen here. A browser sends no bearer token, so `?token=` is taken
 * once and kept in a cookie of this path.
 *
 * It is read-only: what operations do is the ledger's business, and jobs that somebody moves here would be put right anyway.
 */
export function queueBoard(ctx: ApiContext): Router {
  const board = new ExpressAdapter();
  board.setBasePath(BASE);
  createBullBoard({
    queues: ctx.queues.bullBoardQueues().map((queue) => new BullMQAdapter(queue as never, { readOnlyMode: true })),
    serverAdapter: board as never, // their two type declarations disagree under exactOptionalPropertyTypes
    options: { uiConfig: { boardTitle: "Longhaul queues" } },
  });
  const router = Router();
  router.use(BASE, admitOperators(ctx), board.getRouter() as RequestHandler);
  return router;
}

function admitOperators(ctx: ApiContext): RequestHandler {
  return async (req, res, next) => {
    const fromQuery = req.query["token"];
    const token = bearerTokenOf(req) ?? (typeof fromQuery === "string" ? fromQuery : cookieOf(req));
    if (token === null) {
      throw new DomainError("unauthenticated", `send a bearer token, or open ${BASE}?token=<token> in a browser`);
    }
    const principal = await ctx.authenticator(token);
    if (principal.role !== "admin") {
      throw new DomainError("forbidden", "the queues are for operators: the token's own role must be admin");
    }
    if (typeof fromQuery === "string") {
      const secure = absoluteUrl(ctx, req, BASE).startsWith("https:");
      res.cookie(COOKIE, token, { httpOnly: true, sameSite: "strict", secure, path: BASE });
      res.redirect(303, BASE);
      return;
    }
    res.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
    next();
  };
}

function cookieOf(req: Request): string | null {
  const pairs = (req.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? null;
}
