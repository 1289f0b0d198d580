import type { NextFunction, Request, RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";

/**
 * Looks into a chunked body that names no type: some clients send one, with nothing in it, with each DELETE. An empty one
 * is no body; anything else is refused.
 */
export const readEmptyBody: RequestHandler = (req, _res, next) => {
  if (req.headers["transfer-encoding"] === undefined || req.headers["content-type"] !== undefined) {
    next();
    return undefined;
  }
  return readNothing(req, next);
};

async function readNothing(req: Request, next: NextFunction): Promise<void> {
  for await (const chunk of req) {
    if ((chunk as Buffer).length > 0) {
      throw new DomainError("unsupported_media_type", "send the body as application/json");
    }
  }
  delete req.headers["transfer-encoding"];
  next();
}
