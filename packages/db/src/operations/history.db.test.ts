// oxlint-disable vitest/no-conditional-expect -- each step of a history has an answer of its own to be held against the model
import { randomUUID } from "node:crypto";
import { claimOperation, commitPhase, patientLimits, startPhase, trialWork, useTestDatabase } from "@longhaul/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  cancelOperation,
  completeOperation,
  createDb,
  createOperation,
  failOperation,
  findOperation,
  findStatuses,
  reclaimOperations,
  recordProgress,
  releaseOperation,
  timeoutOperations,
  type Db,
  type StatusView,
} from "../index.ts";
import { countOperations } from "./count-operations.ts";
import { expectCounts, expectPlaces } from "../test/expect-places.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const PHASES = 2;
const leaseMs = 60_000;

/** The ledger's rules for one operation, said a second time and as simply as can be. */
class Model {
  status = "Initiated";
  epoch = 0;
  leased = false;
  leaseOver = false;
  overdue = false;
  progress = 0;
  running = new Set<number>();
  committed = new Set<number>();
  commits: number[] = [];
  terminals = 0;

  get ended(): boolean {
    return !["Initiated", "Running"].includes(this.status);
  }
  owns(epoch: number): boolean {
    return this.status === "Running" && this.epoch === epoch;
  }
  end(status: string): void {
    this.status = status;
    this.terminals++;
    this.leased = false;
    this.leaseOver = false;
  }
}

/** A step, and what it must answer. `stale` steps act with the epoch of an earlier owner. */
type Step =
  | { readonly kind: "claim" | "crash" | "reclaim" | "cancel" | "deadline" | "timeout" }
  | { readonly kind: "start" | "commit"; readonly phase: number; readonly stale: boolean }
  | { readonly kind: "progress"; readonly percentage: number; readonly stale: boolean }
  | { readonly kind: "complete" | "fail" | "release"; readonly stale: boolean };

const stale = fc.boolean();
const phase = fc.integer({ min: 0, max: PHASES - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Step>({ kind: "claim" }) },
  { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: "crash" }, { kind: "reclaim" }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: "cancel" }, { kind: "deadline" }, { kind: "timeout" }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom("start" as const, "commit" as const), phase, stale }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("progress" as const),
      percentage: fc.integer({ min: 0, max: 99 }),
      stale,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("complete" as const, "fail" as const, "release" as const), stale }),
  },
);

it("keeps its rules under any history of owners, crashes, zombies, cancellations and deadlines", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const scope = { tenantId: randomUUID(), projectId: randomUUID() };
      const operationId = `op-${randomUUID()}`;
      await createOperation(db, {
        id: operationId,
        ...scope,
        ...trialWork,
        type: "T",
        priority: "Low",
        createdBy: "x",
        phases: [
          { name: "a", weight: 1 },
          { name: "b", weight: 1 },
        ],
      });
      const model = new Model();
      let known: StatusView | undefined;
      for (const item of steps) {
        await take(model, item, operationId, scope);
        const seen = (await findOperation(db, scope, operationId))?.operation;
        expect([item.kind, seen?.status, seen?.epoch, seen?.progress]).toEqual([
          item.kind,
          model.status,
          model.epoch,
          model.progress,
        ]);
        // What was known of it before takes nothing away from what is told of it now.
        const [told, anew] = await findStatuses(db, [
          { scope, operationId, known },
          { scope, operationId },
        ]);
        expect(told).toEqual(anew);
        known = told ?? undefined;
      }
      const { rows } = await db.query<{ type: string; sequence: number }>(
        "SELECT type, sequence FROM events WHERE operation_id = $1 ORDER BY position",
        [operationId],
      );
      expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, index) => index + 1));
      expect(
        rows.filter(
          (row) => /completed$|failed$|cancelled$/.test(row.type) && row.type !== "operation.phase.completed",
        ),
      ).toHaveLength(model.terminals);
      expect(rows.filter((row) => row.type === "operation.phase.completed")).toHaveLength(model.commits.length);
      expect(model.terminals).toBeLessThanOrEqual(1);
      await expectPlaces(db);
      await expectCounts(db);
      const counts = Object.entries(await countOperations(db, scope, {})).filter(([, n]) => n !== 0);
      expect(counts).toEqual([[model.status, 1]]);
    }),
    { numRuns: 40 },
  );
});

/** Takes a step in the ledger and in the model, and holds their answers against each other. */
async function take(
  model: Model,
  item: Step,
  operationId: string,
  scope: { tenantId: string; projectId: string },
): Promise<void> {
  const epoch = "stale" in item && item.stale ? model.epoch - 1 : model.epoch;
  const owns = model.owns(epoch);
  switch (item.kind) {
    case "claim": {
      const free = model.status === "Initiated" || (model.status === "Running" && (!model.leased || model.leaseOver));
      const claimed = await claimOperation(db, { operationId, executionId: "exec", workerNode: "w", leaseMs });
      expect(claimed !== null).toBe(free && !model.overdue);
      if (claimed === null) return;
      Object.assign(model, { status: "Running", epoch: model.epoch + 1, leased: true, leaseOver: false });
      return;
    }
    case "crash":
      await db.query(
        "UPDATE operations SET lease_until = now() - interval '1 second' WHERE id = $1 AND lease_until IS NOT NULL",
        [operationId],
      );
      model.leaseOver = model.leased;
      return;
    case "reclaim": {
      const taken = await reclaimOperations(db, 100);
      expect(taken.some((other) => other.id === operationId)).toBe(model.status === "Running" && model.leaseOver);
      if (model.leaseOver) Object.assign(model, { epoch: model.epoch + 1, leased: false, leaseOver: false });
      return;
    }
    case "start": {
      expect(await startPhase(db, { operationId, epoch, phaseIdx: item.phase, leaseMs })).toBe(owns);
      if (!owns) return;
      Object.assign(model, { leased: true, leaseOver: false });
      for (const idx of model.running) if (idx > item.phase) model.running.delete(idx);
      model.running.add(item.phase);
      for (const idx of model.committed) if (idx >= item.phase) model.committed.delete(idx);
      return;
    }
    case "commit": {
      const can = owns && model.running.has(item.phase);
      const percentage = 40 * (item.phase + 1);
      expect(
        await commitPhase(db, {
          operationId,
          epoch,
          leaseMs,
          phaseIdx: item.phase,
          phaseName: "p",
          percentage,
          fingerprint: "f",
          output: {},
          files: {},
          artifacts: [],
          detail: {},
        }),
      ).toBe(can);
      if (!can) return;
      Object.assign(model, {
        leased: true,
        leaseOver: false,
        progress: Math.max(model.progress, percentage),
      });
      model.running.delete(item.phase);
      model.committed.add(item.phase);
      model.commits.push(item.phase);
      return;
    }
    case "progress":
      expect(
        await recordProgress(db, {
          operationId,
          epoch,
          leaseMs,
          phaseIdx: 0,
          percentage: item.percentage,
          phaseProgress: 0,
        }),
      ).toBe(owns);
      if (owns)
        Object.assign(model, { leased: true, leaseOver: false, progress: Math.max(model.progress, item.percentage) });
      return;
    case "complete": {
      const can = owns && model.committed.size === PHASES;
      expect(await completeOperation(db, { operationId, epoch, summary: {} })).toBe(can);
      if (can) {
        model.end("Completed");
        model.progress = 100;
      }
      return;
    }
    case "fail": {
      const can = !model.ended && model.epoch === epoch;
      expect(await failOperation(db, { operationId, epoch, error: { code: "x", message: "x" } })).toBe(can);
      if (can) model.end("Failed");
      return;
    }
    case "release": {
      const released = await releaseOperation(db, { operationId, epoch });
      expect(released).toBe(owns ? epoch + 1 : null);
      if (owns) Object.assign(model, { epoch: model.epoch + 1, leased: false, leaseOver: false });
      return;
    }
    case "cancel": {
      const cancelled = await cancelOperation(db, scope, {
        operationId,
        cancelledBy: "x",
        preservePartialResults: true,
        forceTermination: false,
        notifyCallbacks: true,
      });
      expect(cancelled !== null).toBe(!model.ended);
      if (cancelled === null) return;
      model.end("Cancelled");
      model.epoch++;
      return;
    }
    case "deadline":
      await db.query("UPDATE operations SET timeout_at = now() - interval '1 second' WHERE id = $1", [operationId]);
      model.overdue = true;
      return;
    case "timeout": {
      const due = model.overdue && !model.ended;
      expect((await timeoutOperations(db, 100)).includes(operationId)).toBe(due);
      if (!due) return;
      model.end("Timeout");
      model.epoch++;
    }
  }
}
