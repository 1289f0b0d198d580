import type { Request, Response } from "express";
import { DomainError } from "@longhaul/domain";

/** Offsets of the first and the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Announces ranges, and sets status and length of the answer by the request's `Range` (RFC 9110, 14).
 * @returns one range; null for the whole, which several ranges, a stale If-Range, and nonsense get, too
 */
export function answerRange(
  req: Request,
  res: Response,
  { sizeBytes, etag }: { readonly sizeBytes: number; readonly etag: string },
): ByteRange | null {
  res.setHeader("Accept-Ranges", "bytes");
  const ifRange = req.headers["if-range"];
  const isStale = ifRange !== undefined && ifRange !== `"${etag}"`;
  const range = isStale ? null : readRange(req.headers.range, sizeBytes);
  if (range === null) {
    res.status(200).setHeader("Content-Length", sizeBytes);
    return null;
  }
  res.status(206).setHeader("Content-Range", `bytes ${range.start}-${range.end}/${sizeBytes}`);
  res.setHeader("Content-Length", range.end - range.start + 1);
  return range;
}

function readRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") return null;
  // A range that ends before it begins is no range (14.1.1).
  if (from !== "" && to !== "" && Number(to) < Number(from)) return null;
  const last = sizeBytes - 1;
  const start = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  if (start > last) {
    throw new DomainError("range_not_satisfiable", `there are ${sizeBytes} bytes`, { details: { sizeBytes } });
  }
  return { start, end: from === "" || to === "" ? last : Math.min(last, Number(to)) };
}
