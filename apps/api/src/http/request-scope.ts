import type { Request, RequestHandler } from "express";
import { GUID_FAULT } from "@longhaul/contracts";
import type { Scope } from "@longhaul/db";
import { DomainError, ownValue, toGuid } from "@longhaul/domain";
import type { Authenticator, Principal } from "./authenticator.ts";
import { permissionsOf } from "./permissions-of.ts";

const PRINCIPAL = Symbol("principal");
const SCOPE = Symbol("scope");

/** A request whose sender is known. */
interface Known extends Request {
  [PRINCIPAL]?: Principal;
  [SCOPE]?: Scope;
}

/** Verifies the bearer token of a request and remembers who sent it. */
export function authenticate({ authenticator }: { readonly authenticator: Authenticator }): RequestHandler {
  return (req, _res, next) => {
    // Which methods a path has is the same for everybody.
    if (req.method === "OPTIONS") {
      next();
      return undefined;
    }
    const token = bearerTokenOf(req);
    if (token === null) {
      throw new DomainError("unauthenticated", "send a bearer token in the Authorization header");
    }
    const admit = (principal: Principal): void => {
      (req as Known)[PRINCIPAL] = principal;
      next();
    };
    const principal = authenticator(token);
    if (principal instanceof Promise) return principal.then(admit);
    admit(principal);
    return undefined;
  };
}

/** The token of the Authorization header; null without one. */
export function bearerTokenOf(req: Request): string | null {
  return /^bearer[ \t]+(\S+)$/i.exec(req.headers.authorization ?? "")?.[1] ?? null;
}

/** Who sent the request. */
export function principalOf(req: Request): Principal {
  const principal = (req as Known)[PRINCIPAL];
  if (principal === undefined)
    throw new DomainError("unauthenticated", "send a bearer token in the Authorization header");
  return principal;
}

/** The one answer for whatever a client may not see, whether it exists or not. */
export const notFound = (): DomainError => new DomainError("not_found", "there is no such resource");

/** Tenant and project of the path, if the token covers them. GUIDs are compared in lower case. */
export const scopeOf = (req: Request): Scope => ((req as Known)[SCOPE] ??= findScope(req));

function findScope(req: Request): Scope {
  const principal = principalOf(req);
  const tenantId = guidParameter(req, "tenantId");
  const projectId = guidParameter(req, "projectId");
  const grant = principal.tenants.get(tenantId);
  if (grant === undefined) throw notFound();
  if (grant.projects !== "*" && !grant.projects.includes(projectId)) throw notFound();
  return { tenantId, projectId };
}

/** Whether the sender's token or key permits `admin` in the tenant. */
export const isAdministrator = (req: Request, { tenantId }: Scope): boolean =>
  permissionsOf(principalOf(req), tenantId).includes("admin");

/** Refuses headers that name another tenant or project than the path does: the client means another project than its path names. */
export const checkScopeHeaders: RequestHandler = (req, _res, next) => {
  const { "x-tenant-id": tenant, "x-project-id": project } = req.headers;
  if (tenant === undefined && project === undefined) {
    next();
    return;
  }
  const faults = SCOPE_HEADERS.flatMap(([header, name]) => {
    const given = req.get(header)?.trim();
    if (given === undefined || given.toLowerCase() === pathParameter(req, name).toLowerCase()) return [];
    return [{ pointer: header, detail: `must be the ${name} of the path, or absent` }];
  });
  if (faults.length > 0)
    throw new DomainError("validation_failed", faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; "), {
      errors: faults,
    });
  next();
};

const SCOPE_HEADERS = [
  ["X-Tenant-Id", "tenantId"],
  ["X-Project-Id", "projectId"],
] as const;

/** A path parameter that has to be a GUID, in lower case. */
export function guidParameter(req: Request, name: string): string {
  const id = toGuid(pathParameter(req, name));
  if (id === null) {
    throw new DomainError("validation_failed", `${name} in the path is not a GUID`, {
      errors: [{ pointer: `{${name}}`, detail: GUID_FAULT }],
    });
  }
  return id;
}

/** A path parameter as text. Nothing has a name with a NUL character, which the database could not even look for. */
export function pathParameter(req: Request, name: string): string {
  const value = ownValue(req.params, name);
  if (typeof value !== "string" || value.includes("\0")) throw notFound();
  return value;
}
