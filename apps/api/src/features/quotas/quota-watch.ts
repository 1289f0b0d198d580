import { compactCounts } from "@longhaul/db";
import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import type { ApiContext } from "../../context/context.ts";

const FOLD_MS = 1000;
const MOST_FOLDED = 5000;
const RENEW_MS = 10_000;

/**
 * Keeps the counters of quotas small and fresh. It folds count rows, as the workers' reconciler does, so that requests stay fast
 * when no worker runs, and it reports which streams are still open.
 */
export function startQuotaWatch(ctx: ApiContext): RepeatedWork {
  const fold = repeatWork(
    FOLD_MS,
    async () => void (await compactCounts(ctx.fleetDb, MOST_FOLDED)),
    (err) => ctx.logger.warn({ err }, "counts not folded"),
    ctx.rest,
  );
  const renewal = repeatWork(
    RENEW_MS,
    async () => ctx.fleetStreams.renew(),
    (err) => ctx.logger.warn({ err }, "open streams not told"),
  );
  return {
    stop() {
      fold.stop();
      renewal.stop();
    },
  };
}
