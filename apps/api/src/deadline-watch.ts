import { timeoutOperations } from "@longhaul/db";
import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import type { ApiContext } from "./context/context.ts";

const INTERVAL_MS = 1000;
const LIMIT = 500;

/**
 * Ends operations that are past their deadline, by the database's clock, every second. Workers do so, too; this keeps
 * deadlines when no worker lives.
 */
export function startDeadlineWatch({
  fleetDb,
  logger,
  rest,
}: Pick<ApiContext, "fleetDb" | "logger" | "rest">): RepeatedWork {
  const look = async (): Promise<void> => {
    const ids = await timeoutOperations(fleetDb, LIMIT);
    if (ids.length > 0) logger.info({ operationIds: ids }, "operations timed out");
  };
  return repeatWork(INTERVAL_MS, look, (err) => logger.warn({ err }, "deadlines not checked"), rest);
}
