import { deleteWorker, recordWorker } from "@longhaul/db";
import { PRODUCT_VERSION, repeatWork } from "@longhaul/runtime";
import type { WorkerContext } from "./context/context.ts";

const INTERVAL_MS = 5000;

/** Records in the ledger that this worker lives, its capacity and its load. */
export function startWorkerReports({ db, config, capacity, running, logger }: WorkerContext): {
  stop(): Promise<void>;
} {
  const { workerName: name, cpuUnits, memoryGb } = config;
  const report = async (): Promise<void> => {
    const used = capacity.used();
    const operations = running.all().length;
    await recordWorker(db, {
      name,
      cpuUnits,
      memoryGb,
      usedCpu: used.cpuUnits,
      usedMemory: used.memoryGb,
      operations,
      draining: running.draining,
      version: PRODUCT_VERSION,
    });
  };
  const onError = (err: unknown): void => logger.warn({ err }, "worker not reported");
  let reporting = report().catch(onError);
  const repeated = repeatWork(INTERVAL_MS, () => (reporting = report()), onError);
  return {
    async stop() {
      repeated.stop();
      await reporting.catch(onError);
      await deleteWorker(db, name).catch(onError);
    },
  };
}
