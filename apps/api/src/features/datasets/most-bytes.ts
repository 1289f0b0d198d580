import type { Request } from "express";
import { findRoom, findUploadOfKey, listLimits, requireQuota } from "@longhaul/db";
import { keyPlaceOf } from "../../answers/run-idempotent.ts";
import type { ApiContext } from "../../context/context.ts";
import type { UploadUnderWay } from "../../context/uploads-under-way.ts";
import { scopeOf } from "../../http/request-scope.ts";

/** Most bytes that the file of a request may have. */
export async function mostBytes({ db, config }: ApiContext, req: Request): Promise<number> {
  const room = await findRoom(db, { ...scopeOf(req), quota: "uploadBytes", defaults: config.quotas });
  return Math.min(config.maxUploadBytes, room);
}

/**
 * Begins to count an upload. It is refused before it is read where nothing is left of what datasets may have, and while it is read when
 * more arrives. One with an `Idempotency-Key` that was used may be a repetition, which adds nothing: it may have as much as what the key
 * has made. @throws DomainError `quota_exceeded`
 */
export async function beginUpload({ db, config, uploads }: ApiContext, req: Request): Promise<UploadUnderWay> {
  const scope = scopeOf(req);
  const claim = { ...scope, quota: "datasetBytes", defaults: config.quotas } as const;
  const place = keyPlaceOf(req, scope);
  const repeated = place === null ? null : await findUploadOfKey(db, place);
  if (repeated === null) await requireQuota(db, { ...claim, wanted: 1 }, "before");
  const limits = await listLimits(db, claim);
  return uploads.begin(
    scope,
    limits.map((limit) => ({ ...limit, used: limit.used - (repeated ?? 0) })),
  );
}
