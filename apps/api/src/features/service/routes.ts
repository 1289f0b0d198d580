import { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";

/** `/healthz` and `/readyz`, which cost nothing; `/metrics` is on the health port. */
export function serviceRoutes(ctx: ApiContext): Router {
  const router = Router();
  addRoute(router, "/healthz", {
    get: (_req, res) => {
      res.json({ status: "ok" });
    },
  });
  addRoute(router, "/readyz", {
    get: (_req, res) => {
      const readiness = ctx.readiness.current();
      res.status(readiness.ready ? 200 : 503).json(readiness);
    },
  });
  return router;
}
