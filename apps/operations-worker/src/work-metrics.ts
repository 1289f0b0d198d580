import { countWork, messageStages, type WorkCount } from "@longhaul/db";
import { queueNames } from "@longhaul/queue";
import type { WorkerContext } from "./context/context.ts";
import { OTHER_TYPE, typeLabel } from "./context/run-metrics.ts";

const STATES = ["waiting", "running", "given_back", "lapsed"] as const;

/** Defines the gauges of waiting and running work. Each scrape reads them; all workers report the same values, except for capacity. */
export function createWorkMetrics({ metrics, queues, db, capacity, config, registry }: WorkerContext): void {
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
      for (const [state, count] of Object.entries(await messageStages.count(db))) gauge.set({ state }, count);
    },
  );
  // Both gauges of a scrape share one query.
  let looking: Promise<WorkCount[]> | null = null;
  const work = (): Promise<WorkCount[]> =>
    (looking ??= countWork(db).finally(() => {
      looking = null;
    }));
  metrics.gauge(
    "operations",
    "Operations that haven't ended, of all workers; at most 2,500 of a priority wait and 10,000 run in these figures.",
    ["state", "type"],
    async (gauge) => {
      const counts = await work();
      for (const type of [...registry.types, OTHER_TYPE])
        for (const state of STATES) gauge.set({ state, type }, sumOf(counts, registry, type, state));
    },
  );
  metrics.gauge(
    "operations_oldest_waiting_seconds",
    "Since when the oldest operation could run that has no worker, of all workers.",
    [],
    async (gauge) => gauge.set(Math.max(0, ...(await work()).map(({ oldestSec }) => oldestSec))),
  );
  metrics.gauge("capacity_units", "What this worker can hold and what it holds.", ["resource", "state"], (gauge) => {
    const used = capacity.used();
    gauge.set({ resource: "cpu_units", state: "total" }, config.cpuUnits);
    gauge.set({ resource: "cpu_units", state: "used" }, used.cpuUnits);
    gauge.set({ resource: "memory_gb", state: "total" }, config.memoryGb);
    gauge.set({ resource: "memory_gb", state: "used" }, used.memoryGb);
    return Promise.resolve();
  });
}

function sumOf(
  counts: readonly WorkCount[],
  registry: WorkerContext["registry"],
  type: string,
  state: WorkCount["state"],
): number {
  return counts
    .filter((one) => one.state === state && typeLabel(registry, one.type) === type)
    .reduce((sum, { operations }) => sum + operations, 0);
}

const toSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
