import { randomUUID } from "node:crypto";
import { claimOperation, commitPhase, startPhase } from "@longhaul/testing";
import { expect } from "vitest";
import type { Answer, TestApi } from "./use-api.ts";

/** A request for an operation that any worker with the trial types can run. */
export const TRIAL = { operationType: "Trial", operationName: "A trial", parameters: {} };

/** Drives an operation as a worker does. */
export async function claim(
  api: TestApi,
  operationId: string,
): Promise<{ operationId: string; epoch: number; leaseMs: number }> {
  const claimed = await claimOperation(api.ctx().fleetDb, {
    operationId,
    executionId: `exec-${randomUUID()}`,
    workerNode: "async-worker-03",
    leaseMs: 60_000,
  });
  return { operationId, epoch: claimed?.operation.epoch ?? 0, leaseMs: 60_000 };
}

/** Runs a phase of a claimed operation to its checkpoint, with one artifact. */
export async function runPhase(
  api: TestApi,
  owned: Awaited<ReturnType<typeof claim>>,
  phaseIdx: number,
): Promise<void> {
  const { fleetDb: db, storage } = api.ctx();
  await startPhase(db, { ...owned, phaseIdx });
  const storageKey = `operations/${owned.operationId}/${phaseIdx}`;
  const stored = await storage.put(
    storageKey,
    (async function* () {
      yield Buffer.from(`file of phase ${phaseIdx}`);
    })(),
  );
  await commitPhase(db, {
    ...owned,
    phaseIdx,
    phaseName: `Trial Phase ${phaseIdx + 1}`,
    percentage: 25 * (phaseIdx + 1),
    fingerprint: "f",
    output: {
      results: { trial: phaseIdx },
      summary: { [`phase${phaseIdx}`]: true },
      data: { hidden: 1 },
      recommendations: [{ category: "Process Optimization", priority: "High", recommendation: "Do less" }],
    },
    files: {},
    artifacts: [
      {
        id: randomUUID(),
        name: `File ${phaseIdx}`,
        fileName: "file.txt",
        type: "Report",
        format: "TXT",
        mediaType: "text/plain",
        storageKey,
        ...stored,
      },
    ],
    recordsProcessed: 10,
    detail: { results: { found: phaseIdx } },
    usage: { averageCpuPercent: 72, peakMemoryBytes: 7_800_000_000, cpuSeconds: 36 },
  });
}

/** Starts a trial over HTTP. */
export async function start(api: TestApi, changes: Record<string, unknown> = {}): Promise<Answer> {
  const answer = await api.call("/async/operation", { json: { ...TRIAL, ...changes } });
  expect(answer.text).toContain("operationId");
  return answer;
}
