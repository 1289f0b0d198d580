import { watchedNotifications } from "@longhaul/db";
import { queueNames } from "@longhaul/queue";
import type { Metrics } from "@longhaul/runtime";
import type { WorkerContext } from "./context.ts";

/** What waits for the workers, as all of them see it alike: read at each scrape, and of fixed labels. */
export function createWorkMetrics(metrics: Metrics, { queues, db }: Pick<WorkerContext, "queues" | "db">): void {
  metrics.gauge("queue_jobs", "Jobs in a queue, of all workers.", ["queue", "state"], async (gauge) => {
    await Promise.all(
      queueNames.map(async (queue) => {
        const counts = await queues.getCounts(queue);
        for (const [state, count] of Object.entries(counts)) gauge.set({ queue, state: toSnakeCase(state) }, count);
      }),
    );
  });
  metrics.gauge(
    "notifications",
    "Mails and Slack messages that haven't arrived, of all workers; at most 10,000 are counted in a state.",
    ["state"],
    async (gauge) => {
      for (const [state, count] of Object.entries(await watchedNotifications.count(db))) gauge.set({ state }, count);
    },
  );
}

const toSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
