import type { Request } from "express";
import { findRoom, requireQuota } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { scopeOf } from "../../http/request-scope.ts";

/** Most bytes that the file of a request may have. */
export async function mostBytes({ db, config }: ApiContext, req: Request): Promise<number> {
  const room = await findRoom(db, { ...scopeOf(req), quota: "uploadBytes", defaults: config.quotas });
  return Math.min(config.maxUploadBytes, room);
}

/**
 * Refuses an upload before it is read where nothing is left of what datasets may have. One with an `Idempotency-Key` may be a
 * repetition, which adds nothing: it is judged when its file is known. @throws DomainError `quota_exceeded`
 */
export async function refuseWhenFull({ db, config }: ApiContext, req: Request): Promise<void> {
  if (req.headers["idempotency-key"] !== undefined) return;
  const claim = { ...scopeOf(req), quota: "datasetBytes", wanted: 1, defaults: config.quotas } as const;
  await requireQuota(db, claim, "before");
}
