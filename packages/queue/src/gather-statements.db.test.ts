import { patientQueues, useTestDatabase, waitFor } from "@longhaul/testing";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createQueues } from "./create-queues.ts";
import type { Queues } from "./create-queues.ts";
import { createQueueWorker } from "./create-queue-worker.ts";
import type { QueueWorker } from "./create-queue-worker.ts";
import { migrateQueue } from "./migrate-queue.ts";
import { defaultPostgresSchema } from "./postgres-store.ts";
import { job } from "./testing/job.ts";

const database = useTestDatabase();
const NAMES = ["a", "b", "c", "d"];
let queues: Queues;
let sql: pg.Pool;
let worker: QueueWorker<"operations">;
let errors: unknown[];
let running: number;
let finish: () => void;

beforeAll(async () => {
  const connection = { backend: "postgres", databaseUrl: database.url } as const;
  await migrateQueue(connection);
  queues = patientQueues(createQueues(connection, { onError: (error) => errors.push(error) }));
  sql = new pg.Pool({ connectionString: database.url, options: `-c search_path=${defaultPostgresSchema}` });
});
beforeEach(async () => {
  errors = [];
  running = 0;
  await queues.obliterate();
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  worker = createQueueWorker(
    { backend: "postgres", databaseUrl: database.url },
    "operations",
    async () => {
      running++;
      await finished;
      return {};
    },
    { concurrency: NAMES.length, name: "test", onError: (error) => errors.push(error) },
  );
  worker.start();
  await queues.addMany(
    "operations",
    NAMES.map((name) => ({ data: job(name) })),
  );
  await waitFor(() => running === NAMES.length, { what: "all jobs to run" });
});
afterEach(async () => worker.close({ force: true }));
afterAll(async () => {
  await queues.close();
  await sql.end();
});

/** Jobs that are completed, with the transaction that did it. */
async function completed(): Promise<{ id: string; by: string }[]> {
  const { rows } = await sql.query<{ id: string; by: string }>(
    "SELECT id, xmin::text AS by FROM job WHERE state = 'completed' ORDER BY id",
  );
  return rows;
}

it("takes the first of jobs that are added at once, and the others in one transaction, each under a token of its own", async () => {
  const { rows } = await sql.query(
    `SELECT count(*)::int AS jobs, count(DISTINCT xmin::text)::int AS transactions, count(DISTINCT lock_token)::int AS tokens
     FROM job WHERE state = 'active'`,
  );
  expect(rows).toEqual([{ jobs: NAMES.length, transactions: 2, tokens: NAMES.length }]);
  finish();
  await waitFor(async () => (await completed()).length === NAMES.length, { what: "all to be completed" });
  expect(errors).toEqual([]);
});

it("takes no more than it has places for", async () => {
  await queues.addMany(
    "operations",
    NAMES.map((name) => ({ data: job(`later-${name}`) })),
  );
  expect(await queues.getCounts("operations")).toMatchObject({ active: NAMES.length, waiting: NAMES.length });
  finish();
  await waitFor(async () => (await completed()).length === 2 * NAMES.length, { what: "all to be completed" });
  expect(errors).toEqual([]);
});

it("completes jobs that end at once in one transaction, which takes the next ones", async () => {
  const more = NAMES.map((name) => `next-${name}`);
  await queues.addMany(
    "operations",
    more.map((name) => ({ data: job(name) })),
  );
  finish();
  await waitFor(() => running === 2 * NAMES.length, { what: "the next jobs to run" });
  await waitFor(async () => (await completed()).length === 2 * NAMES.length, { what: "all to be completed" });
  const ends = await completed();
  expect(ends.map(({ id }) => id)).toEqual([...NAMES, ...more].map((name) => `${name}-1`));
  const first = ends.filter(({ id }) => NAMES.includes(id.slice(0, -2)));
  expect(new Set(first.map(({ by }) => by)).size).toBe(1);
  expect(errors).toEqual([]);
});

it("completes the others where one of them is somebody else's by now", async () => {
  await sql.query("UPDATE job SET lock_token = 'another' WHERE id = 'b-1'");
  finish();
  await waitFor(async () => (await completed()).length === NAMES.length - 1, { what: "the others to be completed" });
  expect((await completed()).map(({ id }) => id)).toEqual(["a-1", "c-1", "d-1"]);
  const { rows } = await sql.query<{ state: string }>("SELECT state FROM job WHERE id = 'b-1'");
  expect(rows).toEqual([{ state: "active" }]);
  await waitFor(() => errors.length > 0, { what: "the worker to tell of it" });
  expect(String(errors[0])).toMatch(/lock|b-1/);
});
