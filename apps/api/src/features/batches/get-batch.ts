import type { Request, Response } from "express";
import type { ApiContext } from "../../context/context.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { preferredWaitSec } from "../../http/prefer.ts";
import { lookUntil } from "../operations/look-until.ts";
import { batchOf } from "./batch-of.ts";
import { batchTag } from "./batch-tag.ts";
import { presentBatch } from "./present-batch.ts";

/** GET …/async/batch/{batchId}: the batch and its operations, at once, or at the next change when the client prefers to wait. */
export function getBatch(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const waitSec = preferredWaitSec(req);
    const first = await batchOf(ctx, req);
    const known = req.headers["if-none-match"]?.replaceAll(/W\/|"/g, "");
    let view = first;
    if (waitSec !== null && (known === undefined || known === batchTag(first))) {
      view = await lookUntil(ctx, res, first, {
        waitMs: 1000 * waitSec,
        concerns: (notice) => notice.batchId === first.batch.id,
        isDue: (seen) => batchTag(seen) !== batchTag(first) || seen.batch.endedAt !== null,
        look: () => batchOf(ctx, req),
      });
    }
    if (waitSec !== null) res.setHeader("Preference-Applied", `wait=${waitSec}`);
    if (view.batch.endedAt === null) res.setHeader("Retry-After", "2");
    if (answeredNotModified(req, res, batchTag(view))) return;
    res.json(await presentBatch(view));
  };
}
