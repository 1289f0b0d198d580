import { listReadyOperations, listWaitingDatasets } from "@longhaul/db";
import { datasetJob, jobCatalog } from "@longhaul/queue";
import type { WorkerContext } from "../context.ts";
import { jobIdOf } from "./forget-stuck-flows.ts";

/** What could run for this long and sleeps still: no worker puts a job to sleep for longer that its lease doesn't hold. */
const OVERSLEPT_MS = 10_000;
const LIMIT = 500;

/**
 * Wakes jobs that sleep although the ledger says that they may run. Until when a job sleeps is said by the clock of whoever put it to
 * sleep: where that was an hour fast, it would sleep for an hour. One that is woken too early asks again and sleeps on.
 * @returns how many were woken
 */
export async function wakeSleepers({
  db,
  queues,
  logger,
}: Pick<WorkerContext, "db" | "queues" | "logger">): Promise<number> {
  const asleep = new Set(await queues.findSleeping("operations"));
  const ready = asleep.size === 0 ? [] : await listReadyOperations(db, { minAgeMs: OVERSLEPT_MS, limit: LIMIT });
  const operations = ready.map(jobIdOf).filter((jobId) => asleep.has(jobId));
  await queues.wake("operations", operations);

  const imports = new Set(await queues.findSleeping("datasets"));
  const waiting = imports.size === 0 ? [] : await listWaitingDatasets(db, { minAgeMs: OVERSLEPT_MS, limit: LIMIT });
  const datasets = waiting
    .map((dataset) => jobCatalog.datasets.jobId(datasetJob(dataset)))
    .filter((jobId) => imports.has(jobId));
  await queues.wake("datasets", datasets);

  const woken = [...operations, ...datasets];
  if (woken.length > 0) logger.debug({ jobIds: woken }, "jobs woken that slept although they could run");
  return woken.length;
}
