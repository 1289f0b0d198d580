import type { Request } from "express";
import type { ApiKeyRecord, KeyReach } from "@longhaul/db";
import { DomainError, timeText } from "@longhaul/domain";
import { permissionsOf } from "../../http/permissions-of.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";

/** The keys that the sender may see and change: those of projects that their own token covers. */
export function keyReachOf(req: Request): KeyReach {
  const { tenantId } = scopeOf(req);
  return { tenantId, projects: principalOf(req).tenants.get(tenantId)?.projects ?? [] };
}

/**
 * Nobody gets a key that may do more, or reaches further, than they do; with a key nobody gets one that ends later.
 * @throws DomainError that names what is too much
 */
export function refuseMoreThanOwn(
  req: Request,
  wanted: Pick<ApiKeyRecord, "projects" | "permissions"> & Partial<Pick<ApiKeyRecord, "expiresAt">>,
): void {
  const { tenantId, projects } = keyReachOf(req);
  const own = permissionsOf(principalOf(req), tenantId);
  const permissions = wanted.permissions.filter((one) => !own.some((permission) => permission === one));
  if (permissions.length > 0) {
    throw new DomainError(
      "forbidden",
      `you don't have ${permissions.join(", ")} yourself, and so can't give it to a key`,
      {
        details: { permissions },
      },
    );
  }
  const { keyId, expiresAt } = principalOf(req);
  if (keyId !== undefined && wanted.expiresAt !== undefined && wanted.expiresAt > expiresAt) {
    throw new DomainError("forbidden", "your own key ends before that key, and so can't give it another secret", {
      details: { expires: timeText(expiresAt) },
    });
  }
  if (projects === "*") return;
  const foreign = wanted.projects?.filter((one) => !projects.includes(one)) ?? ["*"];
  if (foreign.length > 0) {
    throw new DomainError("forbidden", "your own token doesn't cover all projects that the key is to cover", {
      details: { projects: foreign },
    });
  }
}
