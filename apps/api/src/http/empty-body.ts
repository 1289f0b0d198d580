import type { RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";

/**
 * Looks into a chunked body that names no type: some clients send one, with nothing in it, with each DELETE. An empty one
 * is no body; anything else is refused.
 */
export const readEmptyBody: RequestHandler = async (req, _res, next) => {
  if (req.headers["transfer-encoding"] !== undefined && req.headers["content-type"] === undefined) {
    for await (const chunk of req) {
      if ((chunk as Buffer).length > 0) {
        throw new DomainError("unsupported_media_type", "send the body as application/json");
      }
    }
    delete req.headers["transfer-encoding"];
  }
  next();
};
