import { useTestDatabase, waitFor, patientLimits } from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import {
  createDb,
  createRest,
  listenForEvents,
  repairPlaces,
  type Db,
  type EventListener,
  type Rest,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

let rest: Rest;
let listener: EventListener;
/** What woke it up would have been found by looking only after this long. */
const LOOK_MS = 600_000;
beforeEach(async () => {
  // Looks until it rests, and then no more.
  rest = createRest(db, { name: "sleeper", lookMs: 20, settleMs: 100, onError: (err) => expect.fail(String(err)) });
  listener = await listenForEvents(db, { applicationName: "test-listener", rest });
});
afterEach(async () => {
  await rest.close();
  await listener.close();
  await db.query(
    "TRUNCATE operations, ready_operations, running_operations, datasets, schedules, events, audit_inbox CASCADE",
  );
});
const rests = () => waitFor(() => rest.isResting(), { what: "rest" });
const isAtWork = async (): Promise<boolean> => {
  const { rows } = await db.query<{ ms: number | null }>("SELECT ledger_rest('other', $1) AS ms", [LOOK_MS]);
  return rows[0]?.ms === 0;
};

const [tenant, project, dataset] = [randomUUID(), randomUUID(), randomUUID()];
const OPERATION = (
  status: string,
): string => `INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, ended_at,
  parameters, timeout_sec, cpu_units, memory_gb, estimated_low_sec, estimated_high_sec, created_by, total_phases)
  VALUES ('op-1', '${tenant}', '${project}', 'T', 'T', 'Normal', '${status}', ${status === "Failed" ? "now()" : "NULL"}, '{}', 60, 1, 1, 1, 2, 'ann', 1)`;
const DELIVERY = (status: string): string => `WITH e AS (
    INSERT INTO events (id, tenant_id, project_id, operation_id, type, sequence, body)
    VALUES ('evt-1', '${tenant}', '${project}', 'op-1', 'operation.created', 1, '{}') RETURNING position)
  INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, url, event_type, sequence, max_attempts, status)
  SELECT 'del-1', position, '${tenant}', '${project}', 'callback:completed', 'https://a.example', 'operation.created', 1, 3, '${status}' FROM e`;
const DATASET = (
  status: string,
): string => `INSERT INTO datasets (id, tenant_id, project_id, name, status, file_name, mapping, created_by)
  VALUES ('${dataset}', '${tenant}', '${project}', 'D', '${status}', 'd.csv', '{}', 'ann')`;
const SCHEDULE = (
  next: string,
): string => `INSERT INTO schedules (id, tenant_id, project_id, name, cron, time_zone, catch_up, overlap, starts, request,
  next_run_at, created_by) VALUES ('sch-1', '${tenant}', '${project}', 'S', '* * * * *', 'UTC', 'skip', 'skip', 'Operation', '{}', ${next}, 'ann')`;
const MESSAGE = DELIVERY("Pending")
  .replace("max_attempts, status)", "max_attempts, status, target)")
  .replace("'Pending' FROM e", "'Pending', '[]' FROM e");

it.each([
  ["an operation is accepted", [], OPERATION("Initiated")],
  ["a delivery is written", [], DELIVERY("Pending")],
  [
    "a delivery is to be sent again",
    [DELIVERY("Failed")],
    "UPDATE deliveries SET status = 'Pending', next_attempt_at = now()",
  ],
  ["people are to be told", [OPERATION("Failed")], MESSAGE],
  ["a dataset is to be imported", [], DATASET("Importing")],
  ["a dataset is to be imported again", [DATASET("Failed")], "UPDATE datasets SET status = 'Importing'"],
  ["a schedule is due", [], SCHEDULE("now()")],
  ["a schedule is resumed", [SCHEDULE("NULL")], "UPDATE schedules SET next_run_at = now()"],
])("wakes when %s, and doesn't rest before that is done", async (_what, before, statement) => {
  for (const text of before) await db.query(text);
  await rests();
  let woken = 0;
  rest.onWake(() => woken++);
  await db.query(statement);
  await waitFor(() => woken > 0, { what: "the bell" });
  expect(rest.isResting()).toBe(false);
  expect(await isAtWork()).toBe(true);
});

it.each([
  ["deleted", "UPDATE datasets SET deleted_at = now()"],
  ["cancelled", "UPDATE datasets SET status = 'Cancelled'"],
])("rests when what was being imported is %s", async (_how, statement) => {
  await db.query(DATASET("Importing"));
  expect(await isAtWork()).toBe(true);
  await db.query(statement);
  expect(await isAtWork()).toBe(false);
  await rests();
});

it("rests until the next schedule is due, and not before that is run", async () => {
  await db.query(SCHEDULE("now() + interval '1 hour'"));
  await rests();
  let woken = 0;
  rest.onWake(() => woken++);
  await db.query("UPDATE schedules SET next_run_at = now() + interval '300 ms'");
  await waitFor(() => woken > 0, { what: "the bell" });
  await waitFor(async () => !rest.isResting() && (await isAtWork()), { what: "the schedule's time" });
  await db.query("UPDATE schedules SET next_run_at = next_run_at + interval '1 day'");
  await rests();
  expect(await isAtWork()).toBe(false);
});

it("doesn't rest without hearing the bell", async () => {
  await rests();
  await db.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test-listener'");
  await waitFor(() => !rest.isResting(), { what: "the cut" });
  await rests();
  expect(rest.isResting()).toBe(true);
});

it("rings for nobody while all are awake", async () => {
  await listener.close();
  await rest.close();
  await db.query("DELETE FROM sleepers");
  let rings = 0;
  const other = createRest(db, { name: "other", lookMs: LOOK_MS, onError: () => undefined });
  const heard = await listenForEvents(db, {
    applicationName: "other",
    rest: { ...other, wake: () => void rings++ },
    onNotice: () => undefined,
  });
  await db.query(OPERATION("Initiated"));
  // What is told comes in the order of its commits.
  await db.query("INSERT INTO sleepers VALUES ('other', now() + interval '1 minute')");
  await db.query(DATASET("Importing"));
  await waitFor(() => rings > 0, { what: "the second" });
  expect(rings).toBe(1);
  await heard.close();
  await other.close();
});

it("rings for nobody while there is work, and again when it is done", async () => {
  const isRung = async (): Promise<boolean> => {
    const { rowCount } = await db.query("SELECT FROM sleepers WHERE name = 'other' AND until > clock_timestamp()");
    return rowCount === 1;
  };
  for (const work of [0, 1, 1, 0]) {
    await db.query("DELETE FROM operations");
    await repairPlaces(db);
    if (work === 1) await db.query(OPERATION("Initiated"));
    expect(await isAtWork()).toBe(work === 1);
    expect(await isRung()).toBe(work === 0);
  }
});
