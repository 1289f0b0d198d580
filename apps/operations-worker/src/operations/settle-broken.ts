import type { ClaimedOperation } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import type { WorkerContext } from "../context/context.ts";
import { releaseRun, UNKNOWN, type RunOutcome } from "./settle-run.ts";

/**
 * Ends a run that an error of the worker's own interrupted. A fault of the database says nothing about the operation and
 * costs it nothing; anything else counts as a crash, so that what always goes wrong is given up in the end.
 */
export async function settleBroken(
  ctx: WorkerContext,
  { operation }: ClaimedOperation,
  err: unknown,
  logger: Logger,
): Promise<RunOutcome> {
  const isFault = isStoreFault(err);
  logger.error({ err }, "run interrupted");
  const next = await releaseRun(ctx, operation, { crashed: !isFault });
  if (next === null) return UNKNOWN;
  const reason = isFault ? "a store was away" : String(err);
  return { outcome: "failed", reason: `interrupted (${reason}); goes on as ${next}` };
}
