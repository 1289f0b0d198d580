import type { Request } from "express";
import type { ApiContext } from "../context.ts";

/** A path as a whole URL, on the public address of this API. */
export function absoluteUrl({ config }: ApiContext, req: Request, path: string): string {
  return `${config.publicUrl ?? `${req.protocol}://${req.headers.host ?? "localhost"}`}${path}`;
}
