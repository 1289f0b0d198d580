import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import type { ApiContext } from "../context/context.ts";

/**
 * Streams a body whose length has been announced. When the source breaks, the connection is cut, so that the client sees
 * that the rest is missing; when the client goes, the source is closed.
 */
export async function pipeAnswer(ctx: ApiContext, body: Readable, res: Response): Promise<void> {
  await pipeline(body, res).catch((err: unknown) => {
    const clientWent = err instanceof Error && "code" in err && err.code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!clientWent) ctx.logger.warn({ err, requestId: res.getHeader("X-Request-Id") }, "body not sent to its end");
  });
}
