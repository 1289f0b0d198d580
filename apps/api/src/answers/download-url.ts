import type { Request } from "express";
import type { ApiContext } from "../context/context.ts";
import { absoluteUrl } from "./absolute-url.ts";
import { writeDownloadToken, type DownloadGrant } from "./download-token.ts";

const VALID_MS = 3_600_000;

/** A URL that downloads one thing for an hour, without a bearer token. */
export function downloadUrl(ctx: ApiContext, req: Request, grant: DownloadGrant, fileName: string): string {
  const token = writeDownloadToken(ctx.config.downloadSecret, grant, new Date(Date.now() + VALID_MS));
  return absoluteUrl(ctx, req, `/downloads/${token}/${encodeURIComponent(fileName)}`);
}
