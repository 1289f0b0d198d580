import { timeoutOperations } from "@longhaul/db";
import type { ApiContext } from "../context.ts";

const INTERVAL_MS = 1000;
const LIMIT = 500;

/**
 * Ends operations that are past their deadline, by the database's clock, every second. Workers do so, too; this keeps
 * deadlines when no worker lives.
 */
export function startDeadlineWatch({ db, logger }: Pick<ApiContext, "db" | "logger">): { stop(): void } {
  const look = (): void => {
    timeoutOperations(db, LIMIT)
      .then((ids) => {
        if (ids.length > 0) logger.info({ operationIds: ids }, "operations timed out");
      })
      .catch((err: unknown) => logger.warn({ err }, "deadlines not checked"));
  };
  const timer = setInterval(look, INTERVAL_MS);
  return { stop: () => clearInterval(timer) };
}
