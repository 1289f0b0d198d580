import {
  compactCounts,
  deleteExpiredIdempotencyKeys,
  indexOperations,
  listFreeingBatches,
  listSupersededResults,
  listWaitingDatasets,
  purgeResults,
  reclaimOperations,
  repairPlaces,
  repairUsage,
  timeoutOperations,
} from "@longhaul/db";
import { importRank } from "@longhaul/domain";
import { datasetJob } from "@longhaul/queue";
import { queueReady } from "../context/queue-ready.ts";
import { createAdmission, MIN_AGE_MS } from "./admit-ready.ts";
import type { Duty } from "./duty.ts";
import { CLEANING_MS, deleteOldFiles, expireImportEvents, expireOld, deleteExpired } from "./expire.ts";
import { forgetEndedFlows } from "./forget-ended-flows.ts";
import { sweepOrphans } from "./sweep-orphans.ts";
import { wakeSleepers } from "./wake-sleepers.ts";

/** Most rows of one kind that one round touches. */
const LIMIT = 500;

/** Changes of the counters folded in one round. */
const COMPACT_LIMIT = 5000;

/** Operations that one statement indexes: some tens of milliseconds. */
const INDEX_LIMIT = 200;

const HOUR_MS = 3_600_000;
const SLEEPERS_MS = 10_000;

/** What the reconciler puts together again, in this order: what clients wait for goes first. */
export const DUTIES: readonly Duty[] = [
  {
    name: "time_out_operations",
    async run(ctx) {
      const timedOut = await timeoutOperations(ctx.db, LIMIT);
      if (timedOut.length > 0) ctx.logger.info({ operationIds: timedOut }, "operations timed out");
      return timedOut.length;
    },
  },
  {
    name: "fail_ended_jobs",
    run: async ({ endedJobs }) => endedJobs.settle(),
  },
  {
    name: "reclaim_operations",
    async run(ctx) {
      const reclaimed = await reclaimOperations(ctx.db, LIMIT);
      if (reclaimed.length > 0)
        ctx.logger.warn({ operationIds: reclaimed.map((item) => item.id) }, "operations taken from dead workers");
      await queueReady(
        ctx,
        reclaimed.map((operation) => ({ ...operation, hasRun: true })),
      );
      return reclaimed.length;
    },
  },
  {
    name: "free_dependents",
    async run({ db, dependents }) {
      const batches = await listFreeingBatches(db, LIMIT);
      for (const batchId of batches) await dependents.freeRest(batchId);
      return batches.length;
    },
  },
  { name: "admit_operations", run: createAdmission() },
  {
    name: "queue_imports",
    async run({ db, queues }) {
      const datasets = await listWaitingDatasets(db, { minAgeMs: MIN_AGE_MS, limit: LIMIT });
      await queues.addMany(
        "datasets",
        datasets.map((dataset) => ({ data: datasetJob(dataset), priority: importRank(dataset.fairTag) })),
      );
      return datasets.length;
    },
  },
  { name: "wake_sleepers", everyMs: SLEEPERS_MS, run: wakeSleepers },
  { name: "forget_ended_flows", everyMs: HOUR_MS, isBeside: true, run: forgetEndedFlows },
  {
    name: "purge_superseded_results",
    async run({ db, storage }) {
      const superseded = await listSupersededResults(db, LIMIT);
      for (const results of superseded) {
        const keys = await purgeResults(db, results);
        await Promise.all(keys.map((key) => storage.delete(key)));
      }
      return superseded.length;
    },
  },
  { name: "expire_operations", run: expireOld },
  { name: "expire_import_events", run: expireImportEvents },
  { name: "delete_old_files", run: deleteOldFiles },
  { name: "forget_expired", run: deleteExpired },
  {
    name: "delete_idempotency_keys",
    run: async ({ db }) => deleteExpiredIdempotencyKeys(db.withStatementLimit(CLEANING_MS), LIMIT),
  },
  {
    name: "compact_counts",
    run: async ({ db }) => compactCounts(db.withStatementLimit(CLEANING_MS), COMPACT_LIMIT),
  },
  {
    name: "index_operations",
    isBeside: true,
    async run({ db }) {
      const patient = db.withStatementLimit(CLEANING_MS);
      let indexed = 0;
      for (let count = INDEX_LIMIT; count >= INDEX_LIMIT; indexed += count)
        count = await indexOperations(patient, INDEX_LIMIT);
      return indexed;
    },
  },
  {
    name: "repair_usage",
    everyMs: HOUR_MS,
    isBeside: true,
    async run({ db, logger }) {
      const projects = await repairUsage(db.withStatementLimit(CLEANING_MS));
      if (projects > 0) logger.warn({ projects }, "counts of quotas put right");
      return projects;
    },
  },
  {
    name: "repair_places",
    everyMs: HOUR_MS,
    isBeside: true,
    async run({ db, logger }) {
      const places = await repairPlaces(db.withStatementLimit(CLEANING_MS));
      if (places > 0) logger.warn({ places }, "places of operations put right");
      return places;
    },
  },
  {
    name: "sweep_orphans",
    everyMs: HOUR_MS,
    isBeside: true,
    async run({ db, storage, logger }) {
      const files = await sweepOrphans(db.withStatementLimit(CLEANING_MS), storage, new Date());
      if (files > 0) logger.info({ files }, "files that nothing leads to deleted");
      return files;
    },
  },
];
