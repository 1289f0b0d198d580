import type { Request, Response } from "express";
import type { ApiContext } from "../context/context.ts";
import { absoluteUrl } from "./absolute-url.ts";

/** Leads to the page behind this one: `Link: <…?cursor=…>; rel="next"` (RFC 8288). */
export function linkNextPage(ctx: ApiContext, req: Request, res: Response, cursor: string): void {
  const next = new URL(absoluteUrl(ctx, req, req.originalUrl));
  next.searchParams.delete("page");
  next.searchParams.set("cursor", cursor);
  res.setHeader("Link", `<${next.href}>; rel="next"`);
}
