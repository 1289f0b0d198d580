import { datasetJob, operationJob } from "../job-catalog.ts";
import type { JobData } from "../job-catalog.ts";

const scope = { tenantId: "tenant", projectId: "project" };

/** An operation's job as the ledger would give it, of which a test cares about the ids. */
export const job = (operationId: string, epoch = 1): JobData<"operations"> =>
  operationJob({ id: operationId, epoch, type: "Trial", name: `Trial ${operationId}`, priority: "Normal", ...scope });

/** The same of an import. */
export const importJob = (datasetId: string, epoch = 1): JobData<"datasets"> =>
  datasetJob({ id: datasetId, epoch, name: `Log ${datasetId}`, ...scope });
