import { Queue } from "bullmq";
import type { IQueueBackend } from "bullmq";
import type { QueueName } from "./job-catalog.ts";
import type { JobReportSink } from "./job-report.ts";
import { keptLogLines, producerTimeoutMs } from "./queue-settings.ts";
import type { QueueStore } from "./queue-store.ts";
import { withDeadline } from "./with-deadline.ts";

/** A worker's way to write reports: as a producer, so that it fails fast while the worker itself waits for the store. */
export function openReportQueue(
  store: QueueStore,
  queueName: QueueName,
  onError: (error: unknown, jobId?: string) => void,
): { readonly sink: JobReportSink; readonly close: () => Promise<void> } {
  const { backendFactory, ...options } = store.producer();
  const queue: Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend> = new Queue(
    queueName,
    { ...options, skipVersionCheck: true },
    backendFactory,
  );
  queue.on("error", onError);
  const backend = queue.getBackend();
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> =>
    withDeadline(
      store.waitUntilReady().then(() => work()),
      producerTimeoutMs,
    );
  return {
    sink: {
      progress: async (jobId, progress) => call(async () => backend.updateProgress(jobId, progress as object)),
      log: async (jobId, line) => call(async () => backend.addLog(jobId, line, keptLogLines)),
      onError,
    },
    close: async () => queue.close(),
  };
}
