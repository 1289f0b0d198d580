import type { Request, Response } from "express";
import { deleteApiKey, findApiKey, rotateApiKey } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { newSecretFor } from "../../http/api-key-text.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { noteChange } from "../../context/note-change.ts";
import { keyReachOf, refuseMoreThanOwn } from "./key-reach.ts";
import { presentApiKey } from "./present-api-key.ts";

/** POST …/async/api-keys/{keyId}/rotate: another secret; the one before is good for a while more. */
export function rotateApiKeyRoute(ctx: ApiContext) {
  return async (
    req: Request,
    res: Response,
    { body: { overlapHours } }: Given<unknown, { readonly overlapHours: number }>,
  ): Promise<KeyHonored> => {
    const reach = keyReachOf(req);
    const id = pathParameter(req, "keyId");
    const now = await findApiKey(ctx.db, reach, id);
    if (now === null) throw notFound();
    refuseMoreThanOwn(req, now);
    const rotate = runIdempotent(ctx, req, res, scopeOf(req), async (sql) => {
      const { apiKey, hash } = newSecretFor(id);
      const key = await rotateApiKey(sql, reach, { id, hash, overlapHours });
      if (key === null) throw notFound();
      const presented = presentApiKey(key);
      noteChange(res, presentApiKey(now), presented);
      return {
        result: null,
        answer: { statusCode: 200, headers: {}, body: JSON.stringify(presented) },
        bodyOnce: JSON.stringify({ ...presented, apiKey }),
      };
    });
    return rotate.finally(() => ctx.keys.invalidate(id));
  };
}

/** DELETE …/async/api-keys/{keyId}: it is good for nothing from now on; answers what it was. */
export function deleteApiKeyRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const id = pathParameter(req, "keyId");
    const key = await deleteApiKey(ctx.db, keyReachOf(req), id);
    if (key === null) throw notFound();
    ctx.keys.invalidate(id);
    const answer = presentApiKey(key);
    noteChange(res, answer, null);
    res.json(answer);
  };
}
