import type { RequestHandler, Router } from "express";
import { DomainError } from "@longhaul/domain";

export type Method = "get" | "post" | "patch" | "delete";

/** What answers each method of a path. */
export type Handlers = Partial<Record<Method, RequestHandler>>;

/** Adds a path with the methods that it has, which OPTIONS names; any other is a 405. */
export function addRoute(router: Router, path: string, handlers: Handlers): void {
  const route = router.route(path);
  const methods = Object.keys(handlers) as Method[];
  for (const method of methods) {
    const handler = handlers[method];
    if (handler !== undefined) route[method](handler);
  }
  const allow = [...methods.map((method) => method.toUpperCase()), ...(handlers.get === undefined ? [] : ["HEAD"])];
  route.all((req, res) => {
    if (req.method === "OPTIONS") {
      res.setHeader("Allow", [...allow, "OPTIONS"].join(", "));
      res.status(204).end();
      return;
    }
    throw new DomainError("method_not_allowed", `${req.method} is not possible here; use ${allow.join(" or ")}`, {
      details: { allow },
    });
  });
}
