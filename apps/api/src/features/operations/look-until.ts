import type { Response } from "express";
import type { ApiContext } from "../../context/context.ts";
import type { Happening } from "../../live/event-hub.ts";

/** Progress that makes no event is noticed by looking again. */
const LOOK_AGAIN_MS = 1000;

/**
 * Looks at something again, at each event that concerns it and every second, until `isDue`, `waitMs` have passed, the client
 * has gone, or this process is about to stop.
 * @returns what was seen last
 */
export async function lookUntil<View>(
  ctx: ApiContext,
  res: Response,
  first: View,
  options: {
    readonly waitMs: number;
    readonly concerns: (happening: Happening) => boolean;
    readonly isDue: (view: View) => boolean;
    readonly look: () => Promise<View>;
  },
): Promise<View> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  res.once("close", stop);
  ctx.stopping.signal.addEventListener("abort", stop);
  try {
    const until = performance.now() + options.waitMs;
    let view = first;
    while (!options.isDue(view) && !over.signal.aborted && !ctx.stopping.signal.aborted) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) break;
      await ctx.hub.wait(options.concerns, Math.min(leftMs, LOOK_AGAIN_MS), over.signal);
      view = await options.look();
    }
    return view;
  } finally {
    res.off("close", stop);
    ctx.stopping.signal.removeEventListener("abort", stop);
  }
}
