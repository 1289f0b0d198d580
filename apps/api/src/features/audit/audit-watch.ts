import { expireAudit, sealAudit } from "@longhaul/db";
import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import type { ApiContext } from "../../context/context.ts";

const INTERVAL_MS = 1000;
const MOST_SEALED = 500;
const MOST_EXPIRED = 500;
/** Old entries are looked for once in so many rounds. */
const ROUNDS_BETWEEN_EXPIRIES = 60;

/** Moves calls that have ended to the chains, and deletes entries that are too old. Every API process may; one at a time does. */
export function startAuditWatch(ctx: ApiContext): RepeatedWork {
  let round = 0;
  return repeatWork(
    INTERVAL_MS,
    async () => {
      while ((await sealAudit(ctx.fleetDb, MOST_SEALED)) === MOST_SEALED);
      if (round++ % ROUNDS_BETWEEN_EXPIRIES !== 0) return;
      while ((await expireAudit(ctx.fleetDb, ctx.config.auditRetentionDays, MOST_EXPIRED)) > 0);
    },
    (err) => ctx.logger.warn({ err }, "the audit log was not sealed"),
    ctx.rest,
  );
}
