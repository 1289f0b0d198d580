import type { Request } from "express";

/** The preferences of a request (RFC 7240), by lower-case name. */
export function preferences(req: Request): ReadonlyMap<string, string> {
  const header = req.headers["prefer"];
  const text = Array.isArray(header) ? header.join(",") : (header ?? "");
  const found = new Map<string, string>();
  for (const part of text.split(/[,;]/)) {
    const [name = "", value = ""] = part.split("=");
    if (name.trim() !== "") found.set(name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, ""));
  }
  return found;
}

const MAX_WAIT_SEC = 30;

/** Seconds of `Prefer: wait=N`, at most 30; null without. */
export function preferredWaitSec(req: Request): number | null {
  if (req.headers["prefer"] === undefined) return null;
  const value = preferences(req).get("wait");
  if (value === undefined || !/^\d+$/.test(value)) return null;
  return Math.min(MAX_WAIT_SEC, Number(value));
}
