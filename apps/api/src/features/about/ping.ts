import type { Request, Response } from "express";
import { pingSchema } from "@longhaul/contracts";
import { timeText } from "@longhaul/domain";
import { PRODUCT_VERSION } from "@longhaul/runtime";
import type { ApiContext } from "../../context.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { permissionsOf } from "../../http/permissions-of.ts";
import { sendAnswer } from "../../http/send-answer.ts";

/** GET …/async/ping: who asks, and what their token covers here. It asks no store. */
export function ping(ctx: ApiContext) {
  return (req: Request, res: Response): void => {
    const scope = scopeOf(req);
    const principal = principalOf(req);
    const { subject, expiresAt, tenants, role } = principal;
    const grant = tenants.get(scope.tenantId);
    const ownRole = role === "admin" ? role : (grant?.role ?? role);
    sendAnswer(ctx, res, 200, pingSchema, {
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
