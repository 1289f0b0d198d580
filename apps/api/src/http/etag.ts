import type { Request, Response } from "express";

/** Sets the ETag and, when the client has that version already, answers 304. @returns whether it did */
export function answeredNotModified(req: Request, res: Response, tag: string): boolean {
  const etag = `"${tag}"`;
  res.setHeader("ETag", etag);
  if (!matches(req, etag)) return false;
  res.status(304).end();
  return true;
}

function matches(req: Request, etag: string): boolean {
  const header = req.headers["if-none-match"];
  if (header === undefined) return false;
  return header
    .split(",")
    .some((candidate) => candidate.trim() === "*" || candidate.trim().replace(/^W\//, "") === etag);
}
