import { compactCounts } from "@longhaul/db";
import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import type { ApiContext } from "../../context/context.ts";

const FOLD_MS = 1000;
const MOST_FOLDED = 5000;
const RENEW_MS = 10_000;

/**
 * Keeps what quotas count by small and fresh: folds counts, which the workers' reconciler does as well, so that requests don't
 * become slower when no worker lives; and tells which streams are still open.
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
