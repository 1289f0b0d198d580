import type { DatasetRecord } from "@longhaul/db";
import { datasetJob } from "@longhaul/queue";
import type { ApiContext } from "../../context/context.ts";

/**
 * Hands what a worker is to do with a file to the queue: an import, a preview or an export. What fails here is made up for by
 * the reconciler.
 */
export async function queueImport(
  { queues, logger }: Pick<ApiContext, "queues" | "logger">,
  job: Pick<DatasetRecord, "id" | "name" | "tenantId" | "projectId" | "epoch">,
  priority: number,
): Promise<void> {
  await queues
    .add("datasets", datasetJob(job), { priority })
    .catch((err: unknown) => logger.warn({ err, datasetId: job.id }, "not queued; the reconciler will"));
}
