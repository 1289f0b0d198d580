import { randomUUID } from "node:crypto";
import {
  claimOperation,
  commitPhase,
  type PhaseCommit,
  startPhase,
  startTcpProxy,
  type TcpProxy,
  trialWork,
  useTestDatabase,
  waitFor,
} from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createDb,
  createOperation,
  isPhaseCommitted,
  listCheckpoints,
  outlastFaults,
  patientDb,
  type Db,
} from "./index.ts";

const database = useTestDatabase();
let direct: Db;
let proxied: Db;
let proxy: TcpProxy;
beforeAll(async () => {
  const url = new URL(database.url);
  proxy = await startTcpProxy(url.hostname, Number(url.port));
  direct = createDb({ databaseUrl: url.href, applicationName: "direct" });
  url.hostname = "127.0.0.1";
  url.port = String(proxy.port);
  proxied = createDb({ databaseUrl: url.href, applicationName: "proxied" });
});
afterAll(async () => {
  await proxied.close();
  await direct.close();
  await proxy.close();
});

const patience = { isOver: () => false };

async function runningPhase(): Promise<PhaseCommit> {
  const operationId = `op-${randomUUID()}`;
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  await createOperation(direct, {
    id: operationId,
    ...scope,
    ...trialWork,
    createdBy: "ann",
  });
  const claim = { operationId, executionId: `exec-${randomUUID()}`, workerNode: "w", leaseMs: 600_000 };
  const epoch = (await claimOperation(direct, claim))?.operation.epoch ?? 0;
  const owned = { operationId, epoch, leaseMs: 600_000, phaseIdx: 0 };
  await startPhase(direct, owned);
  const made = { phaseName: "Only", percentage: 99, fingerprint: "f", output: { results: { n: 1 } } };
  return { ...owned, ...made, files: {}, artifacts: [], detail: {} };
}

it("a write goes through once the database is back", async () => {
  const commit = await runningPhase();
  await proxied.check();
  await proxy.cut();
  let faults = 0;
  const writing = commitPhase(patientDb(proxied, { ...patience, onFault: () => faults++ }), commit);
  const first = await outlastFaults(proxied, async () => proxied.query("SELECT 1"), {
    isOver: () => true,
  }).then(
    () => "answered",
    () => "gave up",
  );
  expect(first).toBe("gave up");
  await proxy.restore();
  expect(await writing).toBe(true);
  expect(faults).toBeGreaterThan(0);
  expect(await listCheckpoints(direct, commit.operationId)).toHaveLength(1);
});

it("a write whose answer was lost is found to be there, and isn't another's", async () => {
  const commit = await runningPhase();
  const held = Promise.withResolvers<void>();
  const holding = Promise.withResolvers<void>();
  const holder = direct.withTransaction(async (tx) => {
    await tx.query("SELECT FROM operations WHERE id = $1 FOR UPDATE", [commit.operationId]);
    holding.resolve();
    await held.promise;
  });
  await holding.promise;
  const isThere = async (sql: string, values: readonly unknown[] = []): Promise<boolean> =>
    (await direct.query(sql, values)).rows.length > 0;
  const writing = commitPhase(patientDb(proxied, patience), commit);
  const blocked = "SELECT FROM pg_stat_activity WHERE application_name = 'proxied' AND wait_event_type = 'Lock'";
  await waitFor(async () => isThere(blocked), { what: "the statement in the server" });
  // It goes on in the server; nobody will hear of its end.
  proxy.stall();
  held.resolve();
  await holder;
  const kept = "SELECT FROM checkpoints WHERE operation_id = $1";
  await waitFor(async () => isThere(kept, [commit.operationId]), { what: "the commit" });
  await proxy.cut();
  await proxy.restore();
  expect(await writing).toBe(false);
  expect(await isPhaseCommitted(direct, commit)).toBe(true);
  expect(await isPhaseCommitted(direct, { ...commit, epoch: commit.epoch + 1 })).toBe(false);
  expect(await listCheckpoints(direct, commit.operationId)).toHaveLength(1);
});

it("a write that fails each time though the database answers is given up", async () => {
  let tries = 0;
  const failing = outlastFaults(
    direct,
    async () => {
      tries++;
      return direct.query("SELECT pg_terminate_backend(pg_backend_pid())");
    },
    patience,
  );
  await expect(failing).rejects.toThrow(/terminat/);
  expect(tries).toBe(5);
});
