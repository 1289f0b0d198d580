import { Router } from "express";
import { checkReadiness } from "@longhaul/runtime";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";

/** `/healthz`, `/readyz` and `/metrics`. */
export function serviceRoutes(ctx: ApiContext): Router {
  const router = Router();
  addRoute(router, "/healthz", {
    get: (_req, res) => {
      res.json({ status: "ok" });
    },
  });
  addRoute(router, "/readyz", {
    get: async (_req, res) => {
      const readiness = await checkReadiness({
        database: () => ctx.db.check(),
        queue: () => ctx.queues.ping(),
        storage: () => ctx.storage.check(),
      });
      res.status(readiness.ready ? 200 : 503).json(readiness);
    },
  });
  addRoute(router, "/metrics", {
    get: async (_req, res) => {
      res.type(ctx.metrics.contentType).send(await ctx.metrics.text());
    },
  });
  return router;
}
