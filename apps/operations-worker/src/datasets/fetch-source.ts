import { findRoom, recordImportProgress, recordSource, requireQuota, type DatasetRecord } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import { DownloadError } from "@longhaul/egress";
import type { JobReport } from "@longhaul/queue";
import { repeatWork } from "@longhaul/runtime";
import type { WorkerContext } from "../context/context.ts";
import type { RunningTask, StopReason } from "../context/running-tasks.ts";

/** The outcome of a download. */
export type FetchOutcome =
  | { readonly outcome: "stored"; readonly dataset: DatasetRecord }
  /** Another worker holds the dataset by now, or it was deleted. */
  | { readonly outcome: "lost" }
  | { readonly outcome: "drained" }
  /** The download took longer than is allowed. */
  | { readonly outcome: "late" }
  /** A later attempt may succeed. */
  | { readonly outcome: "away"; readonly reason: string }
  | { readonly outcome: "refused"; readonly reason: string };

const HEARTBEAT_MS = 500;
/** The download's share of an import's progress. */
const SHARE = 0.5;

/** Downloads the file of a claimed import into storage, and renews the claim meanwhile. */
export async function fetchSource(
  ctx: WorkerContext,
  dataset: DatasetRecord,
  source: { readonly url: string; readonly key: string },
  { report, lapSec }: { readonly report: JobReport; readonly lapSec: () => number },
): Promise<FetchOutcome> {
  const { db, config, storage, downloader } = ctx;
  const { id: datasetId, epoch } = dataset;
  const { leaseMs } = config;
  const stopping = new AbortController();
  let stopped: StopReason["kind"] | null = null;
  const stop = ({ kind }: StopReason): void => {
    stopped ??= kind;
    stopping.abort();
  };
  let received = 0;
  let expected: number | null = null;
  const fraction = (): number => (expected === null ? 0 : SHARE * Math.min(1, received / Math.max(1, expected)));
  const beat = async (): Promise<void> => {
    const currentActivity = "Getting the file";
    report.progress({ progress: Math.floor(100 * fraction()), currentActivity });
    const bytes = { processedBytes: received, ...(expected === null ? {} : { totalBytes: expected }) };
    const activity = { currentActivity, ...bytes };
    const usedSec = lapSec();
    if (!(await recordImportProgress(db, { datasetId, epoch, leaseMs, fraction: fraction(), activity, usedSec })))
      stop({ kind: "lost", force: true });
  };
  const heartbeat = repeatWork(Math.min(leaseMs / 4, HEARTBEAT_MS), beat, (err) =>
    ctx.logger.warn({ err, datasetId }, "import progress not recorded"),
  );
  const deadline = setTimeout(() => stopping.abort(), config.importTimeoutMs);
  const task: RunningTask = { id: datasetId, epoch, stop };
  ctx.running.add(task);
  async function* counted(most: number): AsyncGenerator<Uint8Array> {
    const { sizeBytes, chunks } = await downloader.open(source.url, stopping.signal);
    if ((sizeBytes ?? 0) > most) throw tooLarge(most);
    expected = sizeBytes;
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > most) throw tooLarge(most);
      yield chunk;
    }
    if (received === 0) throw new DownloadError("the file is empty", { isTemporary: false });
  }
  try {
    report.log("getting the file");
    const most = await mostBytes(ctx, dataset);
    const stored = await storage.put(source.key, counted(most), { signal: stopping.signal });
    const held = await keepSource(ctx, dataset, stored);
    return held ? { outcome: "stored", dataset: { ...dataset, ...stored, sourceUrl: null } } : { outcome: "lost" };
  } catch (err) {
    if (stopped !== null) return { outcome: stopped === "drain" ? "drained" : "lost" };
    if (stopping.signal.aborted) return { outcome: "late" };
    ctx.logger.warn({ err, datasetId }, "file of an import not had");
    if (err instanceof DomainError) {
      await storage.delete(source.key).catch(() => undefined);
      return { outcome: "refused", reason: err.message };
    }
    if (!(err instanceof DownloadError)) return { outcome: "away", reason: "storage was away" };
    return { outcome: err.isTemporary ? "away" : "refused", reason: err.message };
  } finally {
    clearTimeout(deadline);
    heartbeat.stop();
    ctx.running.delete(task);
  }
}

/** The limit of the file's size: by the setting, and by the room of tenant and project. */
async function mostBytes({ db, config }: WorkerContext, { tenantId, projectId }: DatasetRecord): Promise<number> {
  const scope = { tenantId, projectId, defaults: config.quotas };
  const room = [
    await findRoom(db, { ...scope, quota: "uploadBytes" }),
    await findRoom(db, { ...scope, quota: "datasetBytes" }),
  ];
  return Math.max(0, Math.min(config.maxDownloadBytes, ...room));
}

/** Records that the file is stored, as far as there is still room for it. @throws DomainError `quota_exceeded` */
async function keepSource(
  { db, config }: WorkerContext,
  { id: datasetId, epoch, tenantId, projectId }: DatasetRecord,
  stored: { readonly sizeBytes: number; readonly sha256: string },
): Promise<boolean> {
  return db.withTransaction(async (tx) => {
    if (!(await recordSource(tx, { datasetId, epoch, ...stored }))) return false;
    const claim = { tenantId, projectId, quota: "datasetBytes", wanted: stored.sizeBytes } as const;
    await requireQuota(tx, { ...claim, defaults: config.quotas }, "written");
    return true;
  });
}

const tooLarge = (maxBytes: number): DownloadError =>
  new DownloadError(`the file is larger than the ${maxBytes} bytes that it may have (MAX_UPLOAD_BYTES and quotas)`, {
    isTemporary: false,
  });
