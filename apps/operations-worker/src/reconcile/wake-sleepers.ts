import { listReadyOperations, listWaitingDatasets } from "@longhaul/db";
import { datasetJob, jobCatalog } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";
import { jobIdOf } from "./job-id-of.ts";

/** A job that could have run for this long and still sleeps has overslept. */
const OVERSLEPT = { minAgeMs: 10_000, limit: 500 };

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
  const wake = async (
    queueName: "operations" | "datasets",
    listRunnable: () => Promise<readonly string[]>,
  ): Promise<readonly string[]> => {
    const asleep = new Set(await queues.findSleeping(queueName));
    const overslept = asleep.size === 0 ? [] : (await listRunnable()).filter((jobId) => asleep.has(jobId));
    await queues.wake(queueName, overslept);
    return overslept;
  };
  const woken = [
    ...(await wake("operations", async () => (await listReadyOperations(db, OVERSLEPT)).map(jobIdOf))),
    ...(await wake("datasets", async () =>
      (await listWaitingDatasets(db, OVERSLEPT)).map((dataset) => jobCatalog.datasets.jobId(datasetJob(dataset))),
    )),
  ];
  if (woken.length > 0) logger.debug({ jobIds: woken }, "jobs woken that slept although they could run");
  return woken.length;
}
