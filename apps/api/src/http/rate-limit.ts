import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import { DomainError } from "@longhaul/domain";
import { pathParameter, principalOf } from "./request-scope.ts";

const WINDOW_MS = 60_000;

/**
 * Holds each tenant to so many requests a minute, counted by this process, and says in `RateLimit` and `RateLimit-Policy`
 * (IETF draft-ietf-httpapi-ratelimit-headers-08) how many are left. What a token doesn't cover is not counted: nobody can
 * use up another tenant's share. @param perMinute 0 = no limit
 */
export function limitRate(perMinute: number): RequestHandler {
  if (perMinute === 0) return (_req, _res, next) => next();
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: perMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    identifier: "tenant",
    skip: (req) => req.method === "OPTIONS" || !principalOf(req).tenants.has(tenantOf(req)),
    keyGenerator: tenantOf,
    handler: (_req, res, next) => {
      const seconds = res.getHeader("Retry-After");
      next(
        new DomainError(
          "rate_limited",
          `this tenant has sent its ${perMinute} requests of this minute; send the next in ${String(seconds)} s`,
        ),
      );
    },
  });
}

const tenantOf: (req: Parameters<typeof pathParameter>[0]) => string = (req) =>
  pathParameter(req, "tenantId").toLowerCase();
