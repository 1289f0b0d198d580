import { Router, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { asTenants } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type Joi from "joi";
import type { ApiContext } from "../context/context.ts";
import type { AuditLog } from "../context/audit-log.ts";
import { addRoute, type Handlers } from "../http/add-route.ts";
import { permissionsOf } from "../http/permissions-of.ts";
import { readBody, readQuery } from "../http/read-request.ts";
import { principalOf, scopeOf } from "../http/request-scope.ts";
import { checkAnswers } from "./check-answers.ts";
import { PROJECT, type Endpoint, type Given } from "./define-endpoint.ts";
import { namedSchemas, type SchemaName } from "./named-schemas.ts";

/** Where routers are mounted, the longest first: an endpoint belongs to the first that its path begins with. */
const MOUNTS = { project: PROJECT, root: "" } as const;

type Schemas = Readonly<Record<SchemaName, Joi.Schema<unknown>>>;
type Mount = keyof typeof MOUNTS;

/**
 * Makes the routers of all endpoints, by the place to mount them at. Endpoints of a project check their permission.
 * @param enterProject what comes before all endpoints of a project
 */
export function endpointRouters(
  ctx: ApiContext,
  endpoints: readonly Endpoint[],
  enterProject: RequestHandler,
): Readonly<Record<Mount, Router>> {
  const schemas: Schemas = namedSchemas(ctx.registry, ctx.config.allowList);
  const paths = Map.groupBy(endpoints, ({ path }) => path);
  const routers = { project: newRouter().use(enterProject), root: newRouter() };
  for (const path of specificFirst([...paths.keys()])) {
    const mount = mountOf(path);
    const handlers = new Map<string, RequestHandler>();
    for (const endpoint of paths.get(path) ?? []) {
      if (handlers.has(endpoint.method)) throw new Error(`${endpoint.method} ${path} is defined twice`);
      handlers.set(
        endpoint.method,
        guard(ctx.audit, endpoint, mount, answerWith(ctx, endpoint, schemas, endpoint.handle(ctx, endpoints))),
      );
    }
    const below = path.slice(MOUNTS[mount].length).replaceAll(/\{(\w+)\}/g, ":$1");
    addRoute(routers[mount], below, Object.fromEntries(handlers) as Handlers);
  }
  return routers;
}

const newRouter = (): Router => Router({ mergeParams: true });

const mountOf = (path: string): Mount =>
  (Object.keys(MOUNTS) as Mount[]).find((name) => path.startsWith(`${MOUNTS[name]}/`)) ?? "root";

/** Orders paths so that each comes before those that would also match it: `/docs/guide` before `/docs/{file}`. */
export function specificFirst(paths: readonly string[]): string[] {
  const ordered: string[] = [];
  for (const path of paths) {
    const taker = ordered.findIndex((other) => takes(other, path));
    ordered.splice(taker === -1 ? ordered.length : taker, 0, path);
  }
  return ordered;
}

/** Whether a path of the first form may be one of the second as well. */
function takes(path: string, other: string): boolean {
  const [segments, others] = [path.split("/"), other.split("/")];
  return (
    segments.length === others.length &&
    segments.every((segment, idx) => segment.startsWith("{") || segment === others[idx])
  );
}

/** Validates query and body, then calls the handler. @throws DomainError that has all faults of the query or the body */
function answerWith(
  { config }: ApiContext,
  endpoint: Endpoint,
  schemas: Schemas,
  handler: ReturnType<Endpoint["handle"]>,
): RequestHandler {
  const { query, body } = endpoint;
  const schema = body === undefined ? undefined : schemas[body];
  return async (req, res) => {
    if (config.checkAnswers) checkAnswers(res, endpoint, schemas);
    const given: Given = {
      query: query === undefined ? undefined : readQuery(req, query),
      body: schema === undefined ? undefined : readBody(req, schema),
    };
    // The types of each handler follow from the same schemas.
    await handler(req, res, given as Given<never, never>);
  };
}

/**
 * Checks the permission, and writes a call that may change something to the audit log before the handler runs or the call is refused, or
 * has the handler write it.
 * A project that the token doesn't cover was a 404 before this, whether it exists or not.
 */
function guard(audit: AuditLog, endpoint: Endpoint, mount: Mount, handler: RequestHandler): RequestHandler {
  const { id, method, path, permission, notesItself } = endpoint;
  if ((permission === "public") !== (mount === "root")) throw new Error(`${permission} is no permission for ${path}`);
  if (permission === "public") return handler;
  const work = (req: Request, res: Response, next: NextFunction, tenantId: string): unknown => {
    const permissions = permissionsOf(principalOf(req), tenantId);
    if (permission !== "any" && !permissions.includes(permission)) {
      throw new DomainError(
        "forbidden",
        `this needs the permission ${permission}, which the token doesn't have; get one whose role or permissions have it`,
        { details: { permission, permissions } },
      );
    }
    return asTenants([tenantId], () => handler(req, res, next));
  };
  if (method === "get") return (req, res, next) => work(req, res, next, scopeOf(req).tenantId);
  return async (req, res, next) => {
    const { tenantId } = scopeOf(req);
    if (notesItself === true)
      return audit.beginWith(req, res, id, async () => void (await work(req, res, next, tenantId)));
    await audit.begin(req, res, id);
    await work(req, res, next, tenantId);
  };
}
