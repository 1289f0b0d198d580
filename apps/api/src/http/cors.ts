import type { RequestHandler } from "express";

const EXPOSED = [
  "ETag",
  "Idempotent-Replayed",
  "Link",
  "Location",
  "Operation-Location",
  "Preference-Applied",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "X-Request-Id",
].join(", ");
const METHODS = "GET, HEAD, POST, PATCH, DELETE";
const HEADERS =
  "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer, Range, X-Project-Id, X-Request-Id, X-Tenant-Id";
const PREFLIGHT_SEC = 3600;

/**
 * Lets pages of the given origins use the API from browsers; `*` is every origin. Credentials of browsers (cookies)
 * are never allowed: the API knows bearer tokens only.
 */
export function cors(origins: readonly string[]): RequestHandler {
  const allowed = new Set(origins);
  return (req, res, next) => {
    const { origin } = req.headers;
    if (allowed.size > 0) res.vary("Origin");
    if (origin === undefined || !(allowed.has("*") || allowed.has(origin))) {
      next();
      return;
    }
    res.setHeader("Access-Control-Allow-Origin", allowed.has("*") ? "*" : origin);
    res.setHeader("Access-Control-Expose-Headers", EXPOSED);
    if (req.method !== "OPTIONS" || req.headers["access-control-request-method"] === undefined) {
      next();
      return;
    }
    res.setHeader("Access-Control-Allow-Methods", METHODS);
    res.setHeader("Access-Control-Allow-Headers", HEADERS);
    res.setHeader("Access-Control-Max-Age", PREFLIGHT_SEC);
    res.status(204).end();
  };
}
