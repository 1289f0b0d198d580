import { Router } from "express";
import { checkReadiness } from "@longhaul/runtime";
import type { ApiContext } from "../../context.ts";

/** `/healthz`, `/readyz` and `/metrics`. */
export function serviceRoutes(ctx: ApiContext): Router {
  const router = Router();
  router.get("/healthz", (_req, res) => {
    res.json({ status: "ok" });
  });
  router.get("/readyz", async (_req, res) => {
    const readiness = await checkReadiness({
      database: () => ctx.db.check(),
      queue: () => ctx.queues.ping(),
      storage: () => ctx.storage.check(),
    });
    res.status(readiness.ready ? 200 : 503).json(readiness);
  });
  router.get("/metrics", async (_req, res) => {
    res.type(ctx.metrics.contentType).send(await ctx.metrics.text());
  });
  return router;
}
