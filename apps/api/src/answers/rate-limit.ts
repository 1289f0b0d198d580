import type { Request, RequestHandler, Response } from "express";
import { DomainError, toGuid } from "@longhaul/domain";
import type { ApiContext } from "../context/context.ts";
import type { Permit, Requester } from "../http/request-permits.ts";
import { pathParameter, principalOf } from "../http/request-scope.ts";

/**
 * Holds each tenant and project to its requests a minute, over all processes, and says in `RateLimit` and `RateLimit-Policy`
 * (draft-ietf-httpapi-ratelimit-headers) how many are left. What a token doesn't cover is not counted: nobody can use up
 * another tenant's share.
 */
export function limitRate({ permits }: Pick<ApiContext, "permits">): RequestHandler {
  return (req, res, next) => {
    const requester = requesterOf(req);
    const use = (permit: Permit): void => {
      announce(res, permit);
      if (!permit.isGranted) throw refusal(permit);
      next();
    };
    const permit = requester === null ? null : permits.take(requester);
    if (permit === null) next();
    else if (permit instanceof Promise) return permit.then(use);
    else use(permit);
    return undefined;
  };
}

/** Null for what isn't counted. Operators of the service aren't: they could not raise a limit that is used up. */
function requesterOf(req: Request): Requester | null {
  if (req.method === "OPTIONS" || principalOf(req).role === "admin") return null;
  const tenantId = toGuid(pathParameter(req, "tenantId"));
  const projectId = toGuid(pathParameter(req, "projectId"));
  const grant = tenantId === null ? undefined : principalOf(req).tenants.get(tenantId);
  if (tenantId === null || grant === undefined) return null;
  const isCovered = projectId !== null && (grant.projects === "*" || grant.projects.includes(projectId));
  return { tenantId, projectId: isCovered ? projectId : null };
}

function announce(res: Response, { limits, policy, waitMs }: Permit): void {
  if (limits.length === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  res.setHeader("RateLimit-Policy", policy);
  res.setHeader(
    "RateLimit",
    limits.map(({ level, left }) => `"${level}"; r=${Math.floor(Math.max(0, left))}; t=${seconds}`).join(", "),
  );
}

function refusal({ limits, waitMs }: Permit): DomainError {
  const retryAfterSec = Math.ceil(waitMs / 1000);
  const { level, limit, left } = limits.toSorted((a, b) => a.left - b.left)[0] ?? {
    level: "tenant",
    limit: 0,
    left: 0,
  };
  return new DomainError(
    "rate_limited",
    `this ${level} has sent its ${limit} requests of this minute; send the next in ${retryAfterSec} s`,
    { details: { quota: "requestsPerMinute", level, limit, used: limit - left, wanted: 1, retryAfterSec } },
  );
}
