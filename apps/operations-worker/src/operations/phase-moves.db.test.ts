import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { NO_QUOTAS } from "@longhaul/domain";
import { claimOperations, createDb, createOperations, outlastFaults, type Db } from "@longhaul/db";
import { patientLimits, trialWork, useTestDatabase } from "@longhaul/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultyDb, type Fault } from "../test/faulty-db.ts";
import { readModels } from "../test/read-models.ts";
import { createLedgerWriter, type LedgerWriter } from "../context/ledger-writer.ts";
import { createPhaseMoves } from "./phase-moves.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());

const PHASES = 3;
const leaseMs = 3_600_000;
const LONG_MS = 1000;

interface Run {
  /** Phases whose commits are waited for. */
  readonly isLong: readonly boolean[];
  /** The phase whose result the ledger can't keep, or -1. */
  readonly refused: number;
}
const run: fc.Arbitrary<Run> = fc.record({
  isLong: fc.array(fc.boolean(), { minLength: PHASES, maxLength: PHASES }),
  refused: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(PHASES - 1) }),
});
const runs = fc.array(run, { minLength: 1, maxLength: 4 });
const faults = fc.array(fc.constantFrom<Fault>("none", "before", "after", "after"), { maxLength: 4, size: "max" });

/** Phases of a claimed operation one after the other, as a worker runs them. */
async function play(operationId: string, { isLong, refused }: Run, shared: LedgerWriter) {
  const write: LedgerWriter["write"] = async (move) =>
    outlastFaults(db, async () => shared.write(move), { isOver: () => false });
  const ctx = { db, ledger: { ...shared, write } };
  const moves = createPhaseMoves(ctx, { operationId, epoch: 1, leaseMs }, () => undefined);
  // The claim has begun the first.
  for (let phaseIdx = 0; phaseIdx < PHASES && !moves.isOver(); phaseIdx++) {
    const phase = { phaseIdx, phaseName: `phase ${phaseIdx}`, percentage: 10, fingerprint: "f" };
    const output = { results: {}, ...(phaseIdx === refused ? { recordsProcessed: 1e30 } : {}) };
    const result = { kind: "phase" as const, output, files: {}, artifacts: [], dataset: null };
    moves.commit(phase, result, isLong[phaseIdx] === true ? LONG_MS : 0);
    if (phaseIdx === PHASES - 1) moves.complete({ summary: {} });
    else moves.start(phaseIdx + 1);
    await moves.withinReach();
    await setImmediate();
  }
  await moves.settled();
  const fault = moves.fault();
  return { fault: fault?.kind === "refused" ? fault.phase : fault, isEndWritten: moves.isEndWritten() };
}

it("a run's moves are written once and in order whatever answers are lost, up to what the ledger can't keep", async () => {
  const faulty = faultyDb(db);
  const shared = createLedgerWriter(faulty.db, NO_QUOTAS);
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  const phases = Array.from({ length: PHASES }, (_, idx) => ({ name: `phase ${idx}`, weight: 1 }));
  await fc.assert(
    fc.asyncProperty(runs, faults, async (given, planned) => {
      const ids = given.map(() => `op-${randomUUID()}`);
      await createOperations(
        db,
        ids.map((id) => ({ id, ...scope, ...trialWork, createdBy: "ann", phases })),
      );
      await claimOperations(
        db,
        ids.map((operationId) => ({ operationId, executionId: "e", workerNode: "w", leaseMs, begins: true })),
      );
      faulty.plan(planned);
      const played = await Promise.all(given.map(async (one, at) => play(ids[at] ?? "", one, shared)));
      faulty.plan([]);
      const kept = await readModels(db, ids);
      given.forEach(({ refused }, at) => {
        const isWhole = refused === -1;
        const committed = isWhole ? PHASES : refused;
        const events = ["operation.created", "operation.started"];
        for (let n = 0; n < committed; n++) events.push("operation.phase.completed");
        if (isWhole) events.push("operation.completed");
        expect([played[at], kept[at]?.events, kept[at]?.checkpoints.map(({ phaseIdx }) => phaseIdx)]).toEqual([
          { fault: isWhole ? null : `phase ${refused}`, isEndWritten: isWhole },
          events,
          Array.from({ length: committed }, (_, idx) => idx),
        ]);
      });
    }),
    { numRuns: 30 },
  );
});
