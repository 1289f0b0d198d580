import type { RequestHandler, Router } from "express";
import { DomainError } from "@longhaul/domain";

type Method = "get" | "post" | "patch" | "delete";

/** Adds a path with the methods that it has; any other is a 405 that names them. */
export function addRoute(router: Router, path: string, handlers: Partial<Record<Method, RequestHandler>>): void {
  const route = router.route(path);
  const methods = Object.keys(handlers) as Method[];
  for (const method of methods) {
    const handler = handlers[method];
    if (handler !== undefined) route[method](handler);
  }
  const allow = [...methods.map((method) => method.toUpperCase()), ...(handlers.get === undefined ? [] : ["HEAD"])];
  route.all((req) => {
    throw new DomainError("method_not_allowed", `${req.method} is not possible here; use ${allow.join(" or ")}`, {
      details: { allow },
    });
  });
}
