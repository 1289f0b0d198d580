import { useTestDatabase, patientLimits } from "@longhaul/testing";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDb, migrate, type Db } from "./index.ts";
import { ledgerShape } from "./test/ledger-shape.ts";

const fresh = useTestDatabase();
const old = useTestDatabase();
let db: Db;
let oldDb: Db;

beforeAll(() => {
  db = createDb({ databaseUrl: fresh.url, applicationName: "test", limits: patientLimits() });
  oldDb = createDb({ databaseUrl: old.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => Promise.all([db.close(), oldDb.close()]));

describe("the ledger's functions", () => {
  it("are applied again when their text has changed, and only then", async () => {
    const before = await ledgerShape(db);
    await db.query(
      "CREATE OR REPLACE FUNCTION api_time(t timestamptz) RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'x' $$",
    );
    await db.query("DROP TRIGGER operations_counted ON operations");
    await db.query(
      "UPDATE _longhaul_functions SET checksum = 'of an older text' WHERE file IN ('events/api_time.sql', 'operations/count_operation.sql')",
    );
    expect(await ledgerShape(db)).not.toEqual(before);
    expect((await migrate(fresh.url)).toSorted()).toEqual(["events/api_time.sql", "operations/count_operation.sql"]);
    expect(await ledgerShape(db)).toEqual(before);
    expect(await migrate(fresh.url)).toEqual([]);
  });

  it("split what a delta of the version before told of two statuses, so that counts stay what they are", async () => {
    const ids = "gen_random_uuid(), gen_random_uuid(), now(), 'Trial', 'Low'";
    await db.query(
      `INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, was, n)
       VALUES (${ids}, 'Completed', 'Initiated', 3)`,
    );
    await db.query(
      "UPDATE _longhaul_functions SET checksum = 'of an older text' WHERE file = 'operations/count_operation.sql'",
    );
    await migrate(fresh.url);
    const { rows } = await db.query("SELECT status, was, n FROM operation_count_deltas ORDER BY status");
    expect(rows).toEqual([
      { status: "Completed", was: null, n: 3 },
      { status: "Initiated", was: null, n: -3 },
    ]);
  });

  it("have a file each, named as they are", async () => {
    const named = await db.query<{ name: string }>(
      `SELECT regexp_replace(file, '^.*/(.*)[.]sql$', '\\1') AS name FROM _longhaul_functions ORDER BY 1`,
    );
    // The migration that creates a generated column or a policy creates what that calls.
    const known = await db.query<{ name: string }>(
      `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.refobjid = pg_proc.oid AND d.classid IN ('pg_attrdef'::regclass, 'pg_policy'::regclass)) ORDER BY 1`,
    );
    expect(known.rows).toEqual(named.rows);
  });
});

describe("a ledger that is older than the baseline", () => {
  const path = new URL("test/ledger-of-26-november.sql.gz", import.meta.url);
  const ids = { tenant: "6f0f4a57-3c0c-4ce0-9f0f-0e6a1d1a7c11", project: "0d3b0a3e-7b43-4a58-8f5e-3c6c4ad0a3a2" };

  beforeAll(async () => {
    await oldDb.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    const sql = gunzipSync(await readFile(path)).toString();
    await oldDb.query(sql);
    await oldDb.query(`CREATE TABLE _prisma_migrations (
      id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
      migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
    const names = Array.from(sql.matchAll(/^-- (\d{14}_\w+)$/gm), ([, name]) => name);
    await oldDb.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
       SELECT gen_random_uuid(), 'x', name, now() FROM unnest($1::text[]) AS name`,
      [names],
    );
    await oldDb.query(`
      INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, parameters, timeout_sec, cpu_units, memory_gb,
        estimated_low_sec, estimated_high_sec, created_by, total_phases, ended_at, progress)
      SELECT 'op-' || status, '${ids.tenant}', '${ids.project}', 'Trial', 'Old', 'Normal', status, '{}', 60, 1, 1, 1, 2, 'ann', 3,
        CASE WHEN status = 'Completed' THEN now() END, CASE WHEN status = 'Completed' THEN 100 ELSE 0 END
      FROM unnest(ARRAY['Initiated', 'Running', 'Completed']) AS status;
      INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, secret, previous_secret, previous_secret_expires,
        retry_policy, headers, created_by)
      VALUES ('wh-1', '${ids.tenant}', '${ids.project}', 'https://example.com/hook', '{operation.completed}', '{}', 'hmac',
        '{"v": "new"}', '{"v": "old"}', now() + interval '1 hour', '{"maxRetries": 2}', '{}', 'ann');
      INSERT INTO events (id, tenant_id, project_id, operation_id, sequence, type, body)
      VALUES ('evt-1', '${ids.tenant}', '${ids.project}', 'op-Completed', 1, 'operation.completed', '{}');
      INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, operation_id, lane, url, event_type,
        sequence, max_attempts)
      SELECT 'dlv-' || d, e.position, e.tenant_id, e.project_id, d, w, e.operation_id, lane, 'https://example.com/hook', e.type, 1, 3
      FROM events e, (VALUES ('callback:onCompletion', NULL, 'origin:https://example.com'), ('webhook:wh-1', 'wh-1', 'webhook:wh-1')) AS v (d, w, lane)`);
  });

  it("becomes what a new one is, and keeps what it holds", async () => {
    const applied = await migrate(old.url);
    expect(applied[0]).toMatch(/_baseline$/);
    expect(await ledgerShape(oldDb)).toEqual(await ledgerShape(db));
    expect(await migrate(old.url)).toEqual([]);
    const status = "SELECT status, count(*)::int AS n FROM operations GROUP BY 1 ORDER BY 1";
    expect((await oldDb.query(status)).rows).toEqual(
      ["Completed", "Initiated", "Running"].map((name) => ({ status: name, n: 1 })),
    );
    const { rows } = await oldDb.query("SELECT secret, live_secrets(previous_secrets) AS previous FROM webhooks");
    expect(rows).toMatchObject([{ secret: { v: "new" }, previous: [{ secret: { v: "old" } }] }]);
    expect((await oldDb.query("SELECT lane FROM deliveries ORDER BY lane")).rows).toEqual([
      { lane: `callback:${ids.tenant}:https://example.com` },
      { lane: "webhook:wh-1" },
    ]);
  });

  it("is left alone when it is of a version that nobody had", async () => {
    await oldDb.query("UPDATE _prisma_migrations SET migration_name = '20261124000000_ledger'");
    await expect(migrate(old.url)).rejects.toThrow("the database is of a version that can't be upgraded");
  });
});
