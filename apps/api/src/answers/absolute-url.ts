import { DomainError } from "@longhaul/domain";
import type { Request } from "express";
import type { ApiContext } from "../context/context.ts";

/** A path as a whole URL, on the public address of this API. */
export function absoluteUrl({ config }: ApiContext, req: Request, path: string): string {
  return `${config.publicUrl ?? `${req.protocol}://${hostOf(req)}`}${path}`;
}

const HOST = /^([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?$/;

function hostOf(req: Request): string {
  const host = req.headers.host ?? "localhost";
  if (!HOST.test(host)) throw new DomainError("validation_failed", "the Host header is not a host");
  return host;
}
