import { operationPercentage, type PhaseProgress } from "@longhaul/domain";
import { isDataRefusal, recordProgress, type Db } from "@longhaul/db";
import type { TaskProgress } from "../phases/protocol.ts";
import type { UsageRecord } from "./usage-record.ts";

/** Progress is written at most this often. */
const MIN_INTERVAL_MS = 250;

/** Keeps a running operation's lease alive and its progress recorded. */
export interface ProgressWriter {
  startPhase(phaseIdx: number): void;
  report(progress: TaskProgress): void;
  endPhase(): void;
  percentage(): number;
  stop(): Promise<void>;
}

export interface ProgressWriterOptions {
  readonly db: Db;
  readonly operationId: string;
  readonly epoch: number;
  readonly leaseMs: number;
  readonly weights: readonly number[];
  readonly usage: UsageRecord;
  /** The ledger refused: somebody else owns the operation, or it has ended. */
  readonly onLost: () => void;
  readonly onError: (err: unknown) => void;
}

/** Starts the heartbeat: a write at least every third of the lease, sooner when there is news. */
export function createProgressWriter(options: ProgressWriterOptions): ProgressWriter {
  const { db, operationId, epoch, leaseMs, weights, usage } = options;
  let phaseIdx = -1;
  let phaseStartedAt = 0;
  let latest: TaskProgress = { fraction: 0 };
  let news = false;
  let lastWriteAt = performance.now();
  let writing: Promise<void> | null = null;
  let stopped = false;

  const phases = (): PhaseProgress[] =>
    weights.map((weight, idx) => ({ weight, fraction: idx < phaseIdx ? 1 : idx === phaseIdx ? latest.fraction : 0 }));
  const percentage = (): number => operationPercentage(phases());

  const write = async (): Promise<void> => {
    const { fraction, processedRecords, totalRecords, ...detail } = latest;
    news = false;
    lastWriteAt = performance.now();
    const minutes = (performance.now() - phaseStartedAt) / 60_000;
    const owned = { operationId, epoch, leaseMs, phaseIdx };
    const kept = await recordProgress(db, {
      ...owned,
      percentage: percentage(),
      phaseProgress: Math.min(100, Math.floor(100 * fraction)),
      ...(processedRecords === undefined ? {} : { processedRecords: Math.round(processedRecords) }),
      ...(totalRecords === undefined ? {} : { totalRecords: Math.round(totalRecords) }),
      ...(processedRecords === undefined || minutes < 1 / 600 ? {} : { recordsPerMinute: processedRecords / minutes }),
      usage: usage.current(),
      ...(Object.keys(detail).length === 0 ? {} : { detail }),
    }).catch(async (err: unknown) => {
      if (!isDataRefusal(err)) throw err;
      // The phase's report can't be stored; the heartbeat still must be.
      options.onError(err);
      latest = { fraction };
      return recordProgress(db, { ...owned, percentage: 0, phaseProgress: 0 });
    });
    if (!kept && !stopped) options.onLost();
  };

  const tick = (): void => {
    if (stopped || phaseIdx < 0 || writing !== null) return;
    const age = performance.now() - lastWriteAt;
    if (!(news && age >= MIN_INTERVAL_MS) && age < leaseMs / 3) return;
    writing = write()
      .catch(options.onError)
      .finally(() => (writing = null));
  };
  const timer = setInterval(tick, Math.min(100, leaseMs / 10));

  return {
    percentage,
    startPhase(idx) {
      phaseIdx = idx;
      latest = { fraction: 0 };
      phaseStartedAt = performance.now();
      news = false;
    },
    report(progress) {
      const fraction = Number.isFinite(progress.fraction) ? Math.min(1, progress.fraction) : 0;
      latest = { ...latest, ...progress, fraction: Math.max(latest.fraction, fraction) };
      news = true;
      tick();
    },
    endPhase() {
      latest = { fraction: 1 };
      news = false;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await writing;
    },
  };
}
