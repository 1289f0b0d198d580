import { randomUUID } from "node:crypto";
import { claimOperation, trialOperation, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  appendLogEntries,
  asTenants,
  createBatch,
  createDb,
  createOperation,
  createRetry,
  writtenLog,
  type Db,
  type NewRetry,
} from "../index.ts";

const database = useTestDatabase();
let api: Db;
let worker: Db;
beforeAll(() => {
  api = createDb({ databaseUrl: database.url, applicationName: "test-api", role: "longhaul_api" });
  worker = createDb({ databaseUrl: database.url, applicationName: "test-worker", role: "longhaul_worker" });
});
afterAll(async () => Promise.all([api.close(), worker.close()]));

const tenantId = randomUUID();
const scope = { tenantId, projectId: randomUUID() };
const operation = () => trialOperation(scope, { phases: [1, 2].map((n) => ({ name: `Phase ${n}`, weight: 1 })) });
const tenantsOf = async (name: "phases" | "log_entries", operationId: string): Promise<unknown[]> => {
  const { rows } = await worker.query(`SELECT tenant_id FROM ${name} WHERE operation_id = $1`, [operationId]);
  return rows.map((row) => row["tenant_id"]);
};

describe("phases and entries of logs", () => {
  it("say whose they are, however the operation is accepted", async () => {
    const [started, member] = [operation(), operation()];
    const retry: NewRetry = {
      ...operation(),
      retryOf: started.id,
      rootId: started.id,
      retryNumber: 1,
      preservedPhases: 1,
      progress: 50,
      retry: {},
    };
    await asTenants([tenantId], async () => {
      await createOperation(api, started);
      await api.withTransaction(async (tx) => createRetry(tx, retry));
      await api.withTransaction(async (tx) =>
        createBatch(tx, {
          ...scope,
          id: `batch-${randomUUID()}`,
          name: "b",
          failurePolicy: {
            stopOnFirstFailure: false,
            continueIndependentOperations: true,
            retryFailedOperations: false,
          },
          createdBy: "ann",
          operations: [{ ...member, operationKey: "a", position: 0, dependsOn: [] }],
        }),
      );
    });
    for (const { id } of [started, retry, member]) expect(await tenantsOf("phases", id)).toEqual([tenantId, tenantId]);
  });

  it("say it in the log of a worker", async () => {
    const { id: operationId } = operation();
    await asTenants([tenantId], async () => createOperation(api, { ...operation(), id: operationId }));
    const claim = { operationId, executionId: `exec-${randomUUID()}`, workerNode: "w", leaseMs: 60_000 };
    const epoch = (await claimOperation(worker, claim))?.operation.epoch ?? 0;
    const entry = {
      number: 1,
      time: new Date().toISOString(),
      level: "info",
      phase: "p",
      attempt: 1,
      message: "m",
    } as const;
    await appendLogEntries(worker, [writtenLog({ operationId, epoch, upTo: 1, dropped: 0, entries: [entry] })]);
    expect(await tenantsOf("log_entries", operationId)).toEqual([tenantId]);
  });
});
