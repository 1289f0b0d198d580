import type { Request, Response } from "express";
import { pingSchema, type Permission } from "@longhaul/contracts";
import { timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";
import { isAdministrator, principalOf, scopeOf } from "../../http/request-scope.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { PRODUCT_VERSION } from "./product-version.ts";

/** GET …/async/ping: who asks, and what their token covers here. It asks no store. */
export function ping(ctx: ApiContext) {
  return (req: Request, res: Response): void => {
    const scope = scopeOf(req);
    const { subject, expiresAt, tenants, role } = principalOf(req);
    const grant = tenants.get(scope.tenantId);
    const isAdmin = isAdministrator(req, scope);
    const ownRole = isAdmin ? "admin" : (grant?.role ?? role);
    const permissions: readonly Permission[] = ["read", "write", ...(isAdmin ? (["administer"] as const) : [])];
    sendAnswer(ctx, res, 200, pingSchema, {
      subject,
      ...scope,
      projects: grant?.projects ?? [],
      ...(ownRole === undefined ? {} : { role: ownRole }),
      permissions,
      tokenExpires: timeText(expiresAt),
      serverTime: timeText(new Date()),
      version: PRODUCT_VERSION,
    });
  };
}
