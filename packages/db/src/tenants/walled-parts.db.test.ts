import { randomUUID } from "node:crypto";
import { patientLimits, trialOperation, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asTenants, createDb, createOperations, type Db, type Sql } from "../index.ts";

const database = useTestDatabase();
let admin: Db;
let api: Db;
let worker: Db;
beforeAll(() => {
  admin = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  api = createDb({ databaseUrl: database.url, applicationName: "test-api", role: "longhaul_api", poolSize: 1 });
  worker = createDb({ databaseUrl: database.url, applicationName: "test-worker", role: "longhaul_worker" });
});
afterAll(async () => Promise.all([admin.close(), api.close(), worker.close()]));

/** What is part of an operation, a delivery or a schedule, by the column that names it. */
const PARTS = {
  phases: "operation_id",
  checkpoints: "operation_id",
  log_entries: "operation_id",
  delivery_attempts: "delivery_id",
  schedule_runs: "schedule_id",
} as const;
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Part[];

/** Tables of no tenant, and those that have nothing but ids and numbers of what has a wall, or words that don't say whose they are. */
const WITHOUT_WALL = [
  "_longhaul_functions",
  "_prisma_migrations",
  "batch_edges",
  "count_folds",
  "delivery_gate",
  "delivery_lanes",
  "fair_classes",
  "ledger_needs",
  "log_counts",
  "ready_operations",
  "search_places",
  "search_words",
  "sleepers",
  "unindexed_operations",
  "workers",
];

const ROWS = `WITH o AS (SELECT $1::text AS id, $2::uuid AS tenant), s AS (
  INSERT INTO schedules (id, tenant_id, project_id, name, cron, time_zone, catch_up, overlap, starts, request, created_by)
  SELECT 'sched-' || id, tenant, tenant, 'n', '@daily', 'UTC', 'latest', 'allow', 'Operation', '{}', 'ann' FROM o RETURNING id
), d AS (
  INSERT INTO deliveries (id, tenant_id, project_id, event_position, operation_id, destination, url, event_type, sequence, max_attempts)
  SELECT 'del-' || id, tenant, tenant, hashtext(id), id, 'callback:onComplete', 'https://example.com', 'operation.completed', 1, 1 FROM o RETURNING id
), a AS (
  INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome) SELECT id, 1, now(), 1, 'failed' FROM d
), r AS (
  INSERT INTO schedule_runs (schedule_id, number, trigger, scheduled_for, status, reason) SELECT id, 1, 'Manual', now(), 'Skipped', 'x' FROM s
), c AS (
  INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files) SELECT id, 0, 1, 'f', '{}', '{}' FROM o
)
INSERT INTO log_entries (operation_id, tenant_id, epoch, number, logged_at, level, attempt, message, bytes) SELECT id, tenant, 1, 1, now(), 'info', 1, 'm', 1 FROM o`;

describe("what is part of an operation, a delivery or a schedule", () => {
  const [ann, bob] = [randomUUID(), randomUUID()];
  const of = (tenantId: string) => trialOperation({ tenantId, projectId: tenantId });
  const [own, other] = [of(ann), of(bob)];

  beforeAll(async () => {
    await asTenants([ann, bob], async () => createOperations(api, [own, other]));
    await admin.withTransaction(async (tx) => {
      // Only whose the rows are matters here.
      await tx.query("SET LOCAL session_replication_role = 'replica'");
      for (const { id, tenantId } of [own, other]) await tx.query(ROWS, [id, tenantId]);
    });
  });

  const owners = async (sql: Sql, name: Part): Promise<string[]> => {
    const { rows } = await sql.query<{ owner: string }>(`SELECT DISTINCT ${PARTS[name]} AS owner FROM ${name}`);
    return rows.map(({ owner }) => owner.replace(/^(?:del|sched)-(?=op-)/, "")).toSorted();
  };

  it.each(NAMES)("is seen by the API only where it sees that: %s", async (name) => {
    expect(await owners(worker, name)).toEqual([own.id, other.id].toSorted());
    expect(await asTenants([ann], async () => owners(api, name))).toEqual([own.id]);
    expect(await asTenants([bob], async () => owners(api, name))).toEqual([other.id]);
    expect(await owners(api, name)).toEqual([]);
  });

  it.each(NAMES)("is changed and deleted only there, too: %s", async (name) => {
    const change = async () => api.query(`UPDATE ${name} SET ${PARTS[name]} = ${PARTS[name]}`);
    expect((await asTenants([ann], change)).rowCount).toBe((await asTenants([bob], change)).rowCount);
    await asTenants([ann], async () => api.query(`DELETE FROM ${name}`));
    expect(await owners(admin, name)).toEqual([other.id]);
  });

  it.each(["phases", "log_entries"] as const)(
    "is seen where no row says whose it is, as of before: %s",
    async (name) => {
      await admin.query(`UPDATE ${name} SET tenant_id = NULL`);
      expect(await owners(worker, name)).toEqual([other.id]);
      expect(await asTenants([ann], async () => owners(api, name))).toEqual([]);
      expect(await asTenants([bob], async () => owners(api, name))).toEqual([other.id]);
      expect(await owners(api, name)).toEqual([]);
    },
  );
});

describe("every table", () => {
  it("has a wall, or nothing that is a tenant's", async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
         AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)) ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(WITHOUT_WALL);
  });

  it.each(["audit_entries", "audit_chains", "fair_classes", "_prisma_migrations"])(
    "that the API only reads can't be written by it: %s",
    async (name) => {
      const forge = async () => api.query(`DELETE FROM ${name}`);
      await expect(asTenants([randomUUID()], forge)).rejects.toThrow(`permission denied for table ${name}`);
    },
  );
});
