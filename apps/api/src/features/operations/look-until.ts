import type { Response } from "express";
import type { OperationView } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";

/** Progress that makes no event is noticed by looking again. */
const LOOK_AGAIN_MS = 1000;

/**
 * Looks at an operation again, at each of its events and every second, until `isDue`, `waitMs` have passed, the client
 * has gone, or this process is about to stop.
 * @returns what was seen last
 */
export async function lookUntil(
  ctx: ApiContext,
  res: Response,
  first: OperationView,
  options: {
    readonly waitMs: number;
    readonly isDue: (view: OperationView) => boolean;
    readonly look: () => Promise<OperationView>;
  },
): Promise<OperationView> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  res.once("close", stop);
  ctx.stopping.signal.addEventListener("abort", stop);
  try {
    const until = performance.now() + options.waitMs;
    const { id } = first.operation;
    let view = first;
    while (!options.isDue(view) && !over.signal.aborted && !ctx.stopping.signal.aborted) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) break;
      await ctx.hub.wait((notice) => notice.operationId === id, Math.min(leftMs, LOOK_AGAIN_MS), over.signal);
      view = await options.look();
    }
    return view;
  } finally {
    res.off("close", stop);
    ctx.stopping.signal.removeEventListener("abort", stop);
  }
}
