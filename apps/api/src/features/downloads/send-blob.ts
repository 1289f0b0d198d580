import type { Request, Response } from "express";
import { DomainError } from "@longhaul/domain";
import { BlobNotFoundError } from "@longhaul/storage";
import type { ApiContext } from "../../context.ts";
import { notFound } from "../../http/request-scope.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { pipeAnswer } from "../../http/pipe-answer.ts";

export interface BlobFile {
  readonly storageKey: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Streams a stored file with what browsers and download managers expect: names, ranges, validators, no sniffing. */
export async function sendBlob(ctx: ApiContext, req: Request, res: Response, file: BlobFile): Promise<void> {
  res.setHeader("Accept-Ranges", "bytes");
  res.setHeader("Cache-Control", "private, max-age=3600");
  res.setHeader("Content-Disposition", contentDisposition(file.fileName));
  res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  if (answeredNotModified(req, res, file.sha256)) return;
  const range = readRange(req, file);
  res.setHeader("Content-Type", file.mediaType);
  if (range === null) {
    res.status(200).setHeader("Content-Length", file.sizeBytes);
  } else {
    res.status(206).setHeader("Content-Range", `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
    res.setHeader("Content-Length", range.end - range.start + 1);
  }
  if (req.method === "HEAD" || file.sizeBytes === 0) {
    res.end();
    return;
  }
  const { stream } = await ctx.storage.get(file.storageKey, range ?? {}).catch((err: unknown) => {
    throw err instanceof BlobNotFoundError ? notFound() : err;
  });
  await pipeAnswer(ctx, [stream], res);
}

/** RFC 6266 with an ASCII name for old clients and the whole name (RFC 8187). */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, "_");
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** One byte range (RFC 9110, 14); null for the whole. Several ranges, or a stale If-Range, get the whole, too. */
function readRange(req: Request, file: BlobFile): { start: number; end: number } | null {
  const header = req.headers.range;
  const ifRange = req.headers["if-range"];
  if (header === undefined || (ifRange !== undefined && ifRange !== `"${file.sha256}"`)) return null;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (match === null) return null;
  const [, from = "", to = ""] = match;
  if (from === "" && to === "") return null;
  const last = file.sizeBytes - 1;
  const start = from === "" ? Math.max(0, file.sizeBytes - Number(to)) : Number(from);
  const end = from === "" || to === "" ? last : Math.min(last, Number(to));
  // A range that ends before it begins is no range (RFC 9110, 14.1.1).
  if (from !== "" && to !== "" && Number(to) < start) return null;
  if (start > last) {
    throw new DomainError("range_not_satisfiable", `the file has ${file.sizeBytes} bytes`, {
      details: { sizeBytes: file.sizeBytes },
    });
  }
  return { start, end };
}
