import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";

const METHODS = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
/** No path, and no form of a URL that the router would stumble over. */
const UNREADABLE = "/\0";

/**
 * Brings a request's target to the form that routers know (RFC 9112, 3.2): of `http://host/path`, as proxies get it, the
 * path, and its host in place of the Host header. For what comes before any router: routers remember the target.
 */
export function readTarget(req: IncomingMessage): void {
  const { url = "" } = req;
  if (url.startsWith("/") || url === "*") return;
  const target = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url) : null;
  if (target !== null) req.headers.host = target.host;
  req.url = target === null ? UNREADABLE : `${target.pathname}${target.search}`;
}

/** Refuses a target that can't be read and a request with several hosts, and answers `OPTIONS *`. */
export const checkRequestLine: RequestHandler = (req, res, next) => {
  if (req.url === UNREADABLE) {
    throw new DomainError("validation_failed", "the request's target is neither a path nor a URL");
  }
  if (countHosts(req.rawHeaders) > 1)
    throw new DomainError("validation_failed", "the request has several Host headers; send one");
  if (req.url === "*" && req.method === "OPTIONS") {
    res.setHeader("Allow", METHODS);
    res.status(204).end();
    return;
  }
  next();
};

/** @param raw names of headers, each followed by its value */
function countHosts(raw: readonly string[]): number {
  let hosts = 0;
  for (let idx = 0; idx < raw.length; idx += 2) {
    const name = raw[idx];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts;
}
