import {
  canTransition,
  OPERATION_STATUSES,
  TRANSITIONS,
  type OperationStatus,
  type Transition,
} from "@longhaul/domain";
import { claimOperation, patientLimits, startPhase, trialWork, useTestDatabase } from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  cancelOperation,
  completeOperation,
  createDb,
  createOperation,
  failOperation,
  findOperation,
  timeoutOperations,
  type Db,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const leaseMs = 60_000;

async function create(phases: readonly string[]): Promise<string> {
  const id = `op-${randomUUID()}`;
  await createOperation(db, {
    id,
    ...scope,
    ...trialWork,
    estimatedLowSec: 10,
    estimatedHighSec: 20,
    createdBy: "tester",
    phases: phases.map((name) => ({ name, weight: 1 })),
  });
  return id;
}

/** Tries each transition as those do who may, with the epoch that the ledger has. @returns whether the ledger made it */
const attempts: Readonly<Record<Transition, (id: string, epoch: number) => Promise<boolean>>> = {
  claim: async (operationId) => {
    // A claim also needs that nobody else holds the operation.
    await db.query(
      "UPDATE operations SET lease_until = now() - interval '1 second' WHERE id = $1 AND status = 'Running'",
      [operationId],
    );
    const claim = { operationId, executionId: randomUUID(), workerNode: "w", leaseMs };
    return (await claimOperation(db, claim)) !== null;
  },
  complete: async (operationId, epoch) => completeOperation(db, { operationId, epoch, summary: {} }),
  fail: async (operationId, epoch) => failOperation(db, { operationId, epoch, error: { code: "e", message: "m" } }),
  cancel: async (operationId) =>
    (await cancelOperation(db, scope, {
      operationId,
      cancelledBy: "ann",
      preservePartialResults: true,
      forceTermination: false,
      notifyCallbacks: true,
    })) !== null,
  timeout: async (operationId) => {
    await db.query("UPDATE operations SET timeout_at = now() - interval '1 second' WHERE id = $1", [operationId]);
    return (await timeoutOperations(db, 100)).includes(operationId);
  },
};

/** How an operation comes to each status. */
const ways: Readonly<Record<OperationStatus, readonly Transition[]>> = {
  Initiated: [],
  Running: ["claim"],
  Completed: ["claim", "complete"],
  Failed: ["claim", "fail"],
  Cancelled: ["cancel"],
  Timeout: ["timeout"],
};
const operationOf = async (id: string) => {
  const found = await findOperation(db, scope, id);
  if (found === null) throw new Error("the operation is gone");
  return found.operation;
};
const attempt = async (transition: Transition, id: string): Promise<boolean> => {
  const { rows } = await db.query<{ epoch: number }>("SELECT epoch FROM operations WHERE id = $1", [id]);
  return attempts[transition](id, rows[0]?.epoch ?? -1);
};

it("is one table, which the ledger has as the domain does", async () => {
  const { rows } = await db.query(
    `SELECT transition, from_statuses AS "from", to_status AS "to", event, running_phase AS "runningPhase" FROM transitions()`,
  );
  expect(rows).toEqual(Object.entries(TRANSITIONS).map(([transition, way]) => ({ transition, ...way })));
});

it("writes every end of an operation in one place, and completions with what they commit, but for what is erased with all that tells of it", async () => {
  const root = join(import.meta.dirname, "../../../..");
  const writes: string[] = [];
  for await (const file of glob(["prisma/functions/**/*.sql", "{packages,apps}/*/src/**/*.ts"], { cwd: root })) {
    if (/\.(?:test|fixture)\.ts$/.test(file)) continue;
    const text = await readFile(join(root, file), "utf8");
    const updates = text.split(/\bUPDATE operations\b/).slice(1);
    if (updates.some((update) => /^[^;]{0,120}\bSET\b[^;]{0,60}\bstatus = (?!'Running')/.test(update)))
      writes.push(file);
  }
  expect(writes.toSorted()).toEqual([
    "packages/db/src/retention/erase-rows.ts",
    "prisma/functions/operations/advance_operations.sql",
    "prisma/functions/operations/end_operations.sql",
  ]);
});

const cases = (Object.keys(TRANSITIONS) as Transition[]).flatMap((transition) =>
  OPERATION_STATUSES.map((from) => [transition, from] as const),
);
it.each(cases)(
  "makes the transition %s from %s in the ledger just when the domain's table has it",
  async (transition, from) => {
    const id = await create([]);
    for (const step of ways[from]) await attempt(step, id);
    expect((await operationOf(id)).status).toBe(from);
    const isMade = canTransition(transition, from);
    expect(await attempt(transition, id)).toBe(isMade);
    expect((await operationOf(id)).status).toBe(isMade ? TRANSITIONS[transition].to : from);
  },
);

it.each([
  ["cancel", "Cancelled"],
  ["fail", "Failed"],
  ["timeout", "Failed"],
] as const)(
  "%s: a phase whose start isn't in the ledger is skipped, and a start that comes later changes nothing",
  async (end, running) => {
    const phasesOf = async (id: string) => (await findOperation(db, scope, id))?.phases.map(({ status }) => status);
    const unwritten = await create(["Load", "Discover"]);
    await attempt("claim", unwritten);
    expect(await attempt(end, unwritten)).toBe(true);
    expect(await phasesOf(unwritten)).toEqual(["Skipped", "Skipped"]);
    expect(await startPhase(db, { operationId: unwritten, epoch: 1, phaseIdx: 0, leaseMs })).toBe(false);
    expect(await phasesOf(unwritten)).toEqual(["Skipped", "Skipped"]);

    const written = await create(["Load", "Discover"]);
    await attempt("claim", written);
    expect(await startPhase(db, { operationId: written, epoch: 1, phaseIdx: 0, leaseMs })).toBe(true);
    expect(await attempt(end, written)).toBe(true);
    expect(await phasesOf(written)).toEqual([running, "Skipped"]);
  },
);
