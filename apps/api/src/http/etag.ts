import { DomainError } from "@longhaul/domain";
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

/**
 * Refuses a change of what is no longer as the client knows it (`If-Match`, RFC 9110, 13.1.1). Without the header, or with
 * `*`, everything may be changed.
 * @param version the part of the ETag before its dot; what stands behind it may differ
 * @throws DomainError `precondition_failed`
 */
export function requireMatch(req: Request, version: string): void {
  const header = req.headers["if-match"];
  const known = header?.split(",").map((tag) => tag.trim()) ?? ["*"];
  if (known.includes("*") || known.some((tag) => tag === `"${version}"` || tag.startsWith(`"${version}.`))) return;
  throw new DomainError("precondition_failed", "it was changed meanwhile; read it again and repeat the change");
}
