import type { IQueueBackend, Queue } from "bullmq";

/** A queue as BullMQ sees it, for dashboards only. */
export type RawQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend>;
