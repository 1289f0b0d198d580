import type { Request, Response } from "express";
import type { ApiContext } from "../../context/context.ts";

/** GET /healthz, which costs nothing; `/metrics` is on the health port. */
export function getHealth() {
  return (_req: Request, res: Response): void => {
    res.json({ status: "ok" });
  };
}

/** GET /readyz, which queries no store either: it returns the last result of the background checks. */
export function getReadiness(ctx: ApiContext) {
  return (_req: Request, res: Response): void => {
    const readiness = ctx.readiness.current();
    res.status(readiness.ready ? 200 : 503).json(readiness);
  };
}
