import type { Request, Response } from "express";
import { timeText } from "@longhaul/domain";
import { PRODUCT_VERSION } from "@longhaul/runtime";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { permissionsOf } from "../../http/permissions-of.ts";

/** GET …/async/ping: who asks, and what their token covers here. It asks no store. */
export function ping() {
  return (req: Request, res: Response): void => {
    const scope = scopeOf(req);
    const principal = principalOf(req);
    const { subject, expiresAt, tenants, role } = principal;
    const grant = tenants.get(scope.tenantId);
    const ownRole = role === "admin" ? role : (grant?.role ?? role);
    res.json({
      subject,
      ...scope,
      projects: grant?.projects ?? [],
      ...(ownRole === undefined ? {} : { role: ownRole }),
      permissions: permissionsOf(principal, scope.tenantId),
      tokenExpires: timeText(expiresAt),
      serverTime: timeText(new Date()),
      version: PRODUCT_VERSION,
    });
  };
}
