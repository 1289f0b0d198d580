import { Router, type RequestHandler } from "express";
import { asTenants } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../context.ts";
import type { AuditLog } from "../features/audit/audit-log.ts";
import { PROJECT, type Access, type Endpoint } from "../features/openapi/endpoint.ts";
import { listEndpoints } from "../features/openapi/list-endpoints.ts";
import { addRoute, type Handlers, type Method } from "./add-route.ts";
import { permissionsOf } from "./permissions-of.ts";
import { principalOf, scopeOf } from "./request-scope.ts";

interface ProjectRouter {
  readonly router: Router;
  /** Adds a path below where the router is mounted. @throws Error for a method that the table of endpoints doesn't have */
  readonly add: (path: string, handlers: Handlers) => void;
}

/**
 * A router of what belongs to projects: each method lets in those who have the permission that the table of endpoints names.
 * @param mount where it is mounted below `/api/{tenantId}/{projectId}`
 */
export function projectRouter(ctx: Pick<ApiContext, "registry" | "audit">, mount: "" | "/async"): ProjectRouter {
  const router = Router({ mergeParams: true });
  const table = new Map(listEndpoints(ctx.registry).map((one) => [`${one.method} ${one.path}`, one]));
  return {
    router,
    add(path, handlers) {
      const guarded = Object.entries(handlers).map(([method, handler]): [string, RequestHandler] => {
        const key = `${method} ${PROJECT}${mount}${path.replaceAll(/:(\w+)/g, "{$1}")}`;
        const endpoint = table.get(key);
        if (endpoint === undefined || endpoint.permission === "public")
          throw new Error(`no permission is named for ${key}`);
        return [method, guard(ctx.audit, { ...endpoint, permission: endpoint.permission }, handler)];
      });
      addRoute(router, path, Object.fromEntries(guarded) as Partial<Record<Method, RequestHandler>>);
    },
  };
}

/**
 * What a token doesn't cover is 404, whether it exists or not; only then is it told that it may not do this. What may change
 * something is in the audit log before it is let in, or refused.
 */
function guard(
  audit: AuditLog,
  { id, method, permission }: Pick<Endpoint, "id" | "method"> & { readonly permission: Exclude<Access, "public"> },
  handler: RequestHandler,
): RequestHandler {
  return async (req, res, next) => {
    const { tenantId } = scopeOf(req);
    if (method !== "get") await audit.begin(req, res, id);
    const permissions = permissionsOf(principalOf(req), tenantId);
    if (permission !== "any" && !permissions.includes(permission)) {
      throw new DomainError(
        "forbidden",
        `this needs the permission ${permission}, which the token doesn't have; get one whose role or permissions have it`,
        { details: { permission, permissions } },
      );
    }
    await asTenants([tenantId], async () => handler(req, res, next));
  };
}
