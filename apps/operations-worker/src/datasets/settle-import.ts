import {
  completeExport,
  completeFile,
  completeImport,
  completePreview,
  dataRefusal,
  failImport,
  findAppendBase,
  releaseClaim,
  type DatasetError,
  type DatasetRecord,
} from "@longhaul/db";
import { durationText, FILE_KIND_WORDS, fileKindOf, FIRST_RANK } from "@longhaul/domain";
import { datasetJob, jobCatalog } from "@longhaul/queue";
import type { Logger } from "@longhaul/runtime";
import type { WorkerContext } from "../context/context.ts";
import type { StopReason } from "../context/running-tasks.ts";
import type { FetchOutcome } from "./fetch-source.ts";
import type { TaskOutcome } from "../phases/phase-process.ts";
import type { TaskResult } from "../phases/protocol.ts";

/** Outcome of a run of an import, for its job. */
export type ImportOutcome =
  /** The ledger knows. */
  | { readonly outcome: "recorded" }
  /** This run's end, though the import goes on with another job. */
  | { readonly outcome: "crashed"; readonly reason: string };

/** How long an import waits that met storage that was away; it costs no attempt. */
const STORAGE_AWAY_MS = 5_000;
/** After so long it is given up. Nobody waits for a preview any longer than that. */
const GIVE_UP_AFTER_MS = { upload: 86_400_000, preview: 60_000 };

/** A file that can't be had from its URL for so long is given up. */
const FETCHED_FOR_MS = 15 * 60_000;

const isWorthWaiting = ({ kind, createdAt }: DatasetRecord): boolean =>
  Date.now() - createdAt.getTime() < GIVE_UP_AFTER_MS[kind === "preview" ? "preview" : "upload"];

const RECORDED = { outcome: "recorded" } as const;

/** A run of an import that is over. */
export interface ImportRun {
  readonly ended: TaskOutcome;
  readonly stop: StopReason | null;
  /** It was stopped because it took longer than is allowed. */
  readonly isLate: boolean;
  readonly timeoutMs: number;
  readonly tableKey: string;
  readonly memoryGb: number;
  /** The version that the file was appended to. */
  readonly baseVersion: number | null;
  /** Since the last heartbeat. */
  readonly usedSec: number;
}

/** Writes the end of a run to the ledger: Ready, Failed, or released for another attempt. */
export async function settleImport(
  ctx: WorkerContext,
  dataset: DatasetRecord,
  { ended, stop, isLate, timeoutMs, tableKey, memoryGb, baseVersion, usedSec }: ImportRun,
  logger: Logger,
): Promise<ImportOutcome> {
  const fail = async (error: DatasetError): Promise<ImportOutcome> => failRun(ctx, dataset, error, usedSec);
  if (isLate && ended.outcome !== "done") return fail(tookTooLong(dataset.kind, timeoutMs));
  if (stop?.kind === "lost" && !isLate) return RECORDED;
  if (stop?.kind === "drain") {
    await releaseImport(ctx, dataset, { crashed: false });
    logger.info("import given back by a draining worker");
    return RECORDED;
  }
  switch (ended.outcome) {
    case "died": {
      logger.warn({ exit: ended.exit, isExhausted: ended.isExhausted }, "import process died");
      if (ended.isExhausted) return fail(outOfMemory(memoryGb));
      const next = await releaseImport(ctx, dataset, { crashed: true });
      return next === null
        ? RECORDED
        : { outcome: "crashed", reason: `the process of the import died (${ended.exit}); goes on as ${next}` };
    }
    case "failed":
      if (ended.error.isStorageFault === true) {
        if (!isWorthWaiting(dataset)) return fail(storageAway(ended.error.message));
        logger.warn({ err: ended.error.trace }, "storage was away; the file is read again");
        const next = await releaseImport(ctx, dataset, { crashed: false, delayMs: STORAGE_AWAY_MS });
        return next === null
          ? RECORDED
          : { outcome: "crashed", reason: `storage was away; goes on in ${STORAGE_AWAY_MS / 1000} s as ${next}` };
      }
      logger.error({ code: ended.error.code, err: ended.error.trace }, "import failed");
      return fail({ code: ended.error.code, message: `the file could not be read: ${ended.error.message}` });
    case "done":
      if (ended.result.kind === "phase") throw new Error(`an import ended as a ${ended.result.kind}`);
      logger.info({ ok: ended.result.result.ok }, "dataset imported");
      try {
        return await settleResult(ctx, dataset, ended.result, { tableKey, baseVersion, usedSec });
      } catch (err) {
        // Another attempt would write the same.
        const reason = dataRefusal(err);
        if (reason === null) throw err;
        logger.error({ err }, "import's result refused by the database");
        return fail(notStorable(reason));
      }
  }
}

async function settleResult(
  ctx: WorkerContext,
  dataset: DatasetRecord,
  task: Exclude<TaskResult, { kind: "phase" }>,
  { tableKey, baseVersion, usedSec }: Pick<ImportRun, "tableKey" | "baseVersion" | "usedSec">,
): Promise<ImportOutcome> {
  const claim = { datasetId: dataset.id, epoch: dataset.epoch, usedSec };
  if (task.kind === "export") {
    const { sizeBytes, sha256 } = task;
    await completeExport(ctx.db, claim, { key: tableKey, sizeBytes, sha256 });
    return RECORDED;
  }
  if (!task.result.ok) {
    const { ok: _, ...error } = task.result;
    return failRun(ctx, dataset, error, usedSec);
  }
  if (task.kind === "preview") {
    await completePreview(ctx.db, claim, { ...task.result });
    return RECORDED;
  }
  const before = dataset.change === null ? null : await findAppendBase(ctx.db, dataset);
  if (before !== null && fileKindOf(before.format) !== fileKindOf(task.result.format))
    return failRun(ctx, dataset, kindDiffers(before.format, task.result.format), usedSec);
  if (task.kind === "file") {
    await completeFile(ctx.db, claim, task.result);
    return RECORDED;
  }
  const { result, tableBytes, appended } = task;
  const table = {
    ...result,
    detected: { ...result.detected, ...(result.activityNames === null ? {} : { activityNames: result.activityNames }) },
    columns: result.columns.map((column) => ({ ...column })),
    quality: { ...result.quality, errors: result.errors, untimedRows: result.untimedRows, rows: result.rows },
    tableKey,
    tableBytes,
    ...(appended === undefined ? {} : { lineage: { appended: { toVersion: baseVersion, ...appended } } }),
  };
  await completeImport(ctx.db, claim, table);
  return RECORDED;
}

/** What names a dataset relies on what it is. */
function kindDiffers(before: string | null, after: string): DatasetError {
  const [was, is] = [before, after].map((format) => FILE_KIND_WORDS[fileKindOf(format)]);
  const message = `The file is ${is}, and the dataset ${was}. Upload it as a dataset of its own.`;
  return { code: "KindDiffers", message };
}

/** Writes the end of an import whose download failed: Failed, or released for another attempt. */
export async function settleFetch(
  ctx: WorkerContext,
  dataset: DatasetRecord,
  fetched: Exclude<FetchOutcome, { outcome: "stored" }>,
  usedSec: number,
): Promise<ImportOutcome> {
  switch (fetched.outcome) {
    case "lost":
      return RECORDED;
    case "drained":
      await releaseImport(ctx, dataset, { crashed: false });
      return RECORDED;
    case "late":
      return failRun(ctx, dataset, tookTooLong("url", ctx.config.importTimeoutMs), usedSec);
    case "refused":
      return failRun(ctx, dataset, notHad(fetched.reason), usedSec);
    case "away": {
      if (Date.now() - dataset.createdAt.getTime() > FETCHED_FOR_MS)
        return failRun(ctx, dataset, notHad(fetched.reason), usedSec);
      const next = await releaseImport(ctx, dataset, { crashed: false, delayMs: STORAGE_AWAY_MS });
      return next === null
        ? RECORDED
        : { outcome: "crashed", reason: `${fetched.reason}; goes on in ${STORAGE_AWAY_MS / 1000} s as ${next}` };
    }
  }
}

/** Gives up an import whose file has taken down as many workers as are allowed. */
export async function endCrashedImport(ctx: WorkerContext, dataset: DatasetRecord): Promise<ImportOutcome> {
  return failRun(ctx, dataset, {
    code: "import_crashed",
    message: `reading the file took down ${dataset.crashCount} workers; it was given up`,
  });
}

/** Ends an append to a dataset of which no version could be read. */
export async function endBaselessAppend(ctx: WorkerContext, dataset: DatasetRecord): Promise<ImportOutcome> {
  return failRun(ctx, dataset, {
    code: "NothingToAppendTo",
    message:
      "No version of the dataset before this one is an event log that could be read, so that there is nothing to append to; use replace.",
  });
}

async function failRun(
  { db }: Pick<WorkerContext, "db">,
  { id: datasetId, epoch }: DatasetRecord,
  error: DatasetError,
  usedSec?: number,
): Promise<ImportOutcome> {
  await failImport(db, { datasetId, epoch, ...(usedSec === undefined ? {} : { usedSec }) }, error);
  return RECORDED;
}

/** What took too long, the setting behind it, and the remedy. */
const LATE = {
  url: [
    "Getting the file from its URL",
    "allowed (IMPORT_TIMEOUT)",
    "Pack it, offer it on a faster server, or upload it.",
  ],
  import: [
    "Reading the file",
    "allowed (IMPORT_TIMEOUT)",
    "Split it, leave out columns that aren't needed, or upload it as Parquet.",
  ],
  preview: ["Looking at the file", "that a preview has", "Upload it: an import has more (IMPORT_TIMEOUT)."],
  export: ["Writing the file", "allowed (IMPORT_TIMEOUT)", "Export it as Parquet, which is written faster."],
} as const;

function tookTooLong(kind: DatasetRecord["kind"] | "url", timeoutMs: number): DatasetError {
  const [what, time, remedy] = LATE[kind === "log" || kind === "version" ? "import" : kind];
  return {
    code: "ImportTimeout",
    message: `${what} took longer than ${durationText(timeoutMs / 1000)}, the time ${time}. ${remedy}`,
  };
}

const notHad = (reason: string): DatasetError => ({
  code: "DownloadFailed",
  message: `The file could not be had from its URL: ${reason}. Check the URL, or upload the file.`,
});

const storageAway = (reason: string): DatasetError => ({
  code: "StorageAway",
  message: `The file could not be read or its table not be stored, since storage was away too long: ${reason}. Upload it again.`,
});

/** Another attempt would end in the same way. */
const outOfMemory = (memoryGb: number): DatasetError => ({
  code: "OutOfMemory",
  message: `Reading the file needs more than ${memoryGb * 1024} MB of memory, which is what a file of its size gets. Check that every quote is closed, leave out columns that aren't needed, or upload it as Parquet.`,
});

const notStorable = (reason: string): DatasetError => ({
  code: "NotStorable",
  message: `The file was read, but what was found can't be stored: ${reason}. Check it for values out of any range.`,
});

/** @returns the id of the job that goes on with it, or null when the dataset was no longer ours */
async function releaseImport(
  ctx: WorkerContext,
  dataset: DatasetRecord,
  { crashed, delayMs = 0 }: { readonly crashed: boolean; readonly delayMs?: number },
): Promise<string | null> {
  const { id: datasetId } = dataset;
  const epoch = await releaseClaim(ctx.db, "datasets", dataset, { crashed });
  if (epoch === null) return null;
  const next = datasetJob({ ...dataset, epoch });
  await ctx.queues
    .add("datasets", next, { priority: FIRST_RANK, delayMs })
    .catch((err: unknown) => ctx.logger.warn({ err, datasetId }, "not queued; the reconciler will"));
  return jobCatalog.datasets.jobId(next);
}
