import { randomUUID } from "node:crypto";
import { createDb, type Db, type NewOperation } from "@longhaul/db";
import { NO_QUOTAS } from "@longhaul/domain";
import { useTestDatabase, patientLimits, trialWork } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAcceptance } from "./acceptance.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const newOperation = (changes: Partial<NewOperation> = {}): NewOperation => ({
  id: `op-${randomUUID()}`,
  tenantId: randomUUID(),
  projectId: randomUUID(),
  ...trialWork,
  parameters: { text: `it's "quoted"` },
  cpuUnits: 0.5,
  createdBy: "ann",
  phases: [
    { name: "one", weight: 1 },
    { name: "two", weight: 2.5 },
  ],
  ...changes,
});

const written = async (operations: readonly NewOperation[]): Promise<Record<string, unknown>[]> =>
  (
    await db.query<Record<string, unknown>>(
      `SELECT o.id, o.tenant_id AS "tenantId", o.parameters, o.cpu_units AS "cpuUnits", o.current_phase AS "currentPhase",
         (SELECT json_agg(json_build_object('name', p.name, 'weight', p.weight) ORDER BY p.idx) FROM phases p WHERE p.operation_id = o.id) AS phases,
         (SELECT count(*) FROM events e WHERE e.operation_id = o.id AND e.type = 'operation.created' AND e.sequence = 1) AS events
       FROM operations o WHERE o.id = ANY ($1) ORDER BY array_position($1, o.id)`,
      [operations.map(({ id }) => id)],
    )
  ).rows;

describe("createAcceptance", () => {
  it("writes each of many that come at once, with its own phases and event", async () => {
    const operations = Array.from({ length: 50 }, (_, n) => newOperation({ parameters: { n } }));
    const acceptance = createAcceptance(db, NO_QUOTAS);
    const created = await Promise.all(operations.map((operation) => acceptance.accept(operation)));
    for (const times of created)
      expect((times?.timeoutAt.getTime() ?? 0) - (times?.createdAt.getTime() ?? 0)).toBe(1000 * trialWork.timeoutSec);
    const expected = operations.map(({ id, tenantId, parameters, phases }) => {
      const known = { id, tenantId, parameters, phases };
      return { ...known, cpuUnits: 0.5, currentPhase: "one", events: 1 };
    });
    expect(await written(operations)).toEqual(expected);
  });

  it("refuses what can't be written alone, and leaves out those without their dataset", async () => {
    const good = [newOperation(), newOperation(), newOperation()];
    const bad = newOperation({ timeoutSec: 0 });
    const without = newOperation({ datasetId: randomUUID() });
    const acceptance = createAcceptance(db, NO_QUOTAS);
    const outcomes = await Promise.allSettled([...good, bad, without].map((operation) => acceptance.accept(operation)));
    expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([true, true, true, false, true]);
    expect(outcomes[4]).toMatchObject({ value: null });
    expect((await written([...good, bad, without])).map(({ id }) => id)).toEqual(good.map(({ id }) => id));
  });

  it("lets a tenant whose quota somebody has locked hold up nobody else", async () => {
    const [held, free] = [newOperation(), newOperation()];
    const acceptance = createAcceptance(db, { tenant: { queuedOperations: 1000 }, project: {} });
    const ended: string[] = [];
    const accept = async (operation: NewOperation): Promise<void> => {
      await acceptance.accept(operation);
      ended.push(operation.id);
    };
    const accepted: Promise<void>[] = [];
    await db.withTransaction(async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('queuedOperations' || $1::text, 0))", [
        held.tenantId,
      ]);
      accepted.push(accept(held), accept(free));
      await accepted[1];
      expect(ended).toEqual([free.id]);
    });
    await Promise.all(accepted);
    expect((await written([held, free])).map(({ id, events }) => [id, events])).toEqual([
      [held.id, 1],
      [free.id, 1],
    ]);
  });

  it("writes the call that asked for an operation with it, in one transaction, and none of what isn't accepted", async () => {
    const body = {
      projectId: randomUUID(),
      action: "startOperation",
      subject: "ann",
      target: {},
      fields: [],
      requestId: "req",
      address: "",
      outcome: "done",
      status: 202,
    } as const;
    const noted = (changes: Partial<NewOperation> = {}): NewOperation & Required<Pick<NewOperation, "note">> => ({
      ...newOperation(changes),
      note: { id: randomUUID(), body },
    });
    const good = [noted(), noted()];
    const others = [noted({ timeoutSec: 0 }), noted({ datasetId: randomUUID() })];
    const acceptance = createAcceptance(db, NO_QUOTAS);
    await Promise.allSettled([...good, ...others].map((operation) => acceptance.accept(operation)));
    const { rows } = await db.query<Record<string, unknown>>(
      `SELECT i.id, i.has_ended AS "hasEnded", i.body::jsonb AS body, i.tenant_id AS "tenantId", o.xmin = i.xmin AS "isOne"
       FROM audit_inbox i JOIN operations o ON o.tenant_id = i.tenant_id WHERE i.id = ANY ($1)`,
      [[...good, ...others].map(({ note }) => note.id)],
    );
    const expected = good.map(({ note, tenantId }) => ({ id: note.id, hasEnded: true, body, tenantId, isOne: true }));
    expect(rows).toHaveLength(expected.length);
    expect(rows).toEqual(expect.arrayContaining(expected));
  });
});
