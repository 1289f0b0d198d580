import type { ReadyOperation } from "@longhaul/db";
import { jobCatalog } from "@longhaul/queue";

/** Id of an operation's job in the queue. */
export const jobIdOf = ({ id, epoch }: ReadyOperation): string =>
  jobCatalog.operations.jobId({ operationId: id, epoch });
