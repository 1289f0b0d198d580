import { randomUUID } from "node:crypto";
import { patientLimits, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDb, findOperation, migrate, type Db } from "../index.ts";
import { readMigrations } from "../migrate.ts";

const database = useTestDatabase();
let db: Db;
const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const MOVED = "20261130970001_message_destinations";
const TOLD = { email: ["ann@example.com"], slack: { channel: "#ops" } };

/** What the version before had for each end. */
const BEFORE = `CREATE FUNCTION notify_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notifications (operation_id, tenant_id, project_id, kind, target)
  SELECT NEW.id, NEW.tenant_id, NEW.project_id, t.kind, NEW.notifications -> t.kind FROM (VALUES ('email'), ('slack')) t (kind);
  RETURN NULL;
END $$;
CREATE TRIGGER operations_notify_people AFTER UPDATE OF status ON operations FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND NEW.notifications IS NOT NULL) EXECUTE FUNCTION notify_people();`;

async function apply(isWanted: (name: string) => boolean): Promise<void> {
  for (const { name, sql, checksum } of (await readMigrations()).filter((migration) => isWanted(migration.name))) {
    await db.query(sql);
    await db.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ($1, $2, $3, now())",
      [randomUUID(), checksum, name],
    );
  }
}

/** Starts an operation, and ends it with its event as one statement, as the functions do. */
async function end(): Promise<string> {
  const id = `op-${randomUUID()}`;
  await db.query(
    `INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, parameters, timeout_sec, cpu_units,
       memory_gb, estimated_low_sec, estimated_high_sec, created_by, total_phases, event_seq, notifications)
     VALUES ($1, $2, $3, 'T', 'T', 'Normal', 'Initiated', '{}', 60, 1, 1, 1, 2, 'ann', 1, 1, $4)`,
    [id, scope.tenantId, scope.projectId, JSON.stringify(TOLD)],
  );
  await db.query(
    `WITH o AS (UPDATE operations SET status = 'Failed', ended_at = now(), event_seq = 2 WHERE id = $1 RETURNING *)
     INSERT INTO events (id, tenant_id, project_id, operation_id, sequence, type, body)
     SELECT 'evt-' || n, tenant_id, project_id, id, n, CASE n WHEN 1 THEN 'operation.created' ELSE 'operation.failed' END, '{}'
     FROM o, generate_series(1, 2) n`,
    [id],
  );
  return id;
}

const told = async (id: string) => (await findOperation(db, scope, id))?.notifications;

beforeAll(async () => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  await db.query("TRUNCATE _prisma_migrations");
  await db.query("DROP SCHEMA public CASCADE");
  await db.query("CREATE SCHEMA public");
  await db.query(`CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL,
    finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
  await apply((name) => name < MOVED);
  await db.query(BEFORE);
});
afterAll(() => db.close());

describe("messages to people of the version before", () => {
  it("become deliveries of their operation's end, as far as they had come", async () => {
    const [arrived, lost, waiting, forgotten] = [await end(), await end(), await end(), await end()];
    await db.query(
      `UPDATE notifications SET status = 'Sent', sent_at = '2026-05-01T10:00:00Z', attempts = 2, epoch = 2 WHERE operation_id = $1`,
      [arrived],
    );
    await db.query(
      `UPDATE notifications SET status = CASE kind WHEN 'email' THEN 'Failed' ELSE 'Skipped' END, last_error = kind || ' is away',
         attempts = CASE kind WHEN 'email' THEN 6 ELSE 0 END, epoch = 6 WHERE operation_id = $1`,
      [lost],
    );
    await db.query(
      `UPDATE notifications SET attempts = 3, epoch = 3, last_error = 'busy', target = CASE kind WHEN 'email' THEN '["bob@example.com"]' ELSE target END,
         lease_until = CASE kind WHEN 'email' THEN now() + interval '1 minute' END WHERE operation_id = $1`,
      [waiting],
    );
    await db.query("DELETE FROM events WHERE operation_id = $1", [forgotten]);

    await apply((name) => name === MOVED);
    // While functions are still those of before.
    const between = await end();
    const functions = (await migrate(database.url)).filter((name) => name.includes("append_events"));
    expect(functions).toEqual(["events/append_events.sql"]);
    const sentAt = new Date("2026-05-01T10:00:00Z");
    expect(await told(arrived)).toEqual([
      { kind: "email", status: "Sent", attempts: 2, lastError: null, sentAt },
      { kind: "slack", status: "Sent", attempts: 2, lastError: null, sentAt },
    ]);
    expect(await told(lost)).toEqual([
      { kind: "email", status: "Failed", attempts: 6, lastError: "email is away", sentAt: null },
      { kind: "slack", status: "Skipped", attempts: 0, lastError: "slack is away", sentAt: null },
    ]);
    // The attempt that a worker was at is made again.
    expect(await told(waiting)).toMatchObject([
      { kind: "email", status: "Pending", attempts: 2, lastError: "busy" },
      { kind: "slack", status: "Pending", attempts: 3, lastError: "busy" },
    ]);
    expect(await told(forgotten)).toBeNull();
    expect(await told(between)).toMatchObject([
      { kind: "email", status: "Pending", attempts: 0 },
      { kind: "slack", status: "Pending", attempts: 0 },
    ]);
    const { rows } = await db.query(
      "SELECT destination, lane, origin, target, event_type, sequence FROM deliveries WHERE operation_id = $1 ORDER BY 1",
      [waiting],
    );
    const lane = `callback:${scope.tenantId}:message://`;
    const of = { event_type: "operation.failed", sequence: 2 };
    expect(rows).toEqual([
      { ...of, destination: "email", lane: `${lane}email`, origin: "message://email", target: ["bob@example.com"] },
      { ...of, destination: "slack", lane: `${lane}slack`, origin: "message://slack", target: { channel: "#ops" } },
    ]);
  });

  it("leave no trigger behind", async () => {
    const { rows } = await db.query(
      "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%people%' UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE '%_people'",
    );
    expect(rows).toEqual([]);
  });
});
