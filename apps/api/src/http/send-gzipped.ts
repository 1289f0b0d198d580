import type { Request, Response } from "express";

/** Content that is made once and sent often, in both forms. */
export interface Gzipped {
  /** With its charset, where it is text. */
  readonly mediaType: string;
  readonly content: Buffer;
  readonly gzipped: Buffer;
}

/** Answers 200 with what the client takes, compressed or not (RFC 9110, 12.5.3). */
export function sendGzipped(req: Request, res: Response, { mediaType, content, gzipped }: Gzipped): void {
  const isGzip = req.acceptsEncodings("gzip") === "gzip";
  res.vary("Accept-Encoding");
  res.setHeader("Content-Type", mediaType);
  if (isGzip) res.setHeader("Content-Encoding", "gzip");
  res.setHeader("Content-Length", (isGzip ? gzipped : content).byteLength);
  res.end(req.method === "HEAD" ? undefined : isGzip ? gzipped : content);
}
