import type { Request, Response } from "express";
import type { ApiContext } from "../context/context.ts";
import { missingAsNotFound } from "../http/missing-as-not-found.ts";
import { answeredNotModified } from "../http/etag.ts";
import { answerRange } from "../http/byte-range.ts";
import { pipeAnswer } from "./pipe-answer.ts";

export interface BlobFile {
  readonly storageKey: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Streams a stored file with what browsers and download managers expect: names, ranges, validators, no sniffing. */
export async function sendBlob(ctx: ApiContext, req: Request, res: Response, file: BlobFile): Promise<void> {
  res.setHeader("Cache-Control", "private, max-age=3600");
  res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  if (answeredNotModified(req, res, file.sha256)) return;
  res.setHeader("Content-Disposition", contentDisposition(file.fileName));
  res.setHeader("Content-Type", file.mediaType);
  const range = answerRange(req, res, { sizeBytes: file.sizeBytes, etag: file.sha256 });
  if (req.method === "HEAD" || file.sizeBytes === 0) {
    res.end();
    return;
  }
  const { stream } = await ctx.storage.get(file.storageKey, range ?? {}).catch(missingAsNotFound);
  await pipeAnswer(ctx, stream, res);
}

/** RFC 6266 with an ASCII name for old clients and the whole name (RFC 8187). */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, "_");
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
