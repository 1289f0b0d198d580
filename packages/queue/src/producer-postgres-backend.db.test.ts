import { useTestDatabase } from "@longhaul/testing";
import { PostgresConnection, PostgresQueueBackend } from "bullmq";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrateQueue } from "./migrate-queue.ts";
import { defaultPostgresSchema } from "./postgres-store.ts";
import { ProducerPostgresBackend } from "./producer-postgres-backend.ts";
import { SharedPostgresConnection } from "./shared-postgres-connection.ts";

const database = useTestDatabase();
let shared: SharedPostgresConnection;
let own: PostgresConnection;
let sql: pg.Pool;

beforeAll(async () => {
  await migrateQueue({ backend: "postgres", databaseUrl: database.url });
  shared = new SharedPostgresConnection(database.url, defaultPostgresSchema);
  own = new PostgresConnection({ connectionString: database.url, schema: defaultPostgresSchema });
  sql = new pg.Pool({ connectionString: database.url, options: `-c search_path=${defaultPostgresSchema}` });
});
afterAll(async () => {
  await Promise.all([shared.close(), own.close(), sql.end()]);
});

type Entries = Parameters<PostgresQueueBackend["addJobs"]>[0];

const entry = (id: string, opts: Entries[number]["job"]["opts"]): Entries[number] => ({
  job: {
    id,
    name: `type of ${id}`,
    data: JSON.stringify({ of: id }),
    opts: { ...opts, jobId: id, attempts: 1 },
    progress: 0,
    attemptsMade: 0,
    attemptsStarted: 0,
    timestamp: 1_800_000_000_000,
    stalledCounter: 0,
    failedReason: "",
    returnvalue: "",
  },
  jobId: id,
});

/** What a queue has: jobs in the order in which they start, and events, but for numbers and times of writing. */
async function contents(queue: string) {
  const jobs = await sql.query(
    "SELECT to_jsonb(j) - 'queue' - 'seq' AS job FROM job j WHERE queue = $1 ORDER BY priority, seq",
    [queue],
  );
  const events = await sql.query("SELECT event, data FROM event WHERE queue = $1 ORDER BY id", [queue]);
  return { jobs: jobs.rows, events: events.rows };
}

it("adds jobs together as BullMQ itself does: rows, order, events, and which of them were there before", async () => {
  const given = [
    entry("c", { priority: 9 }),
    entry("a", { priority: 9 }),
    entry("later", { priority: 9, delay: 60_000 }),
    entry("first", {}),
    entry("a", { priority: 1 }),
  ];
  const backends = {
    ours: new ProducerPostgresBackend(shared, "ours", { connection: {} }, false),
    theirs: new PostgresQueueBackend(own, "theirs", { connection: {} }, false),
  };
  for (const backend of Object.values(backends)) {
    expect(await backend.addJobs(given)).toEqual(given.map(({ jobId }) => jobId));
    expect(await backend.addJobs([entry("a", { priority: 2 }), entry("z", { priority: 1 })])).toEqual(["a", "z"]);
  }
  const [ours, theirs] = [await contents("ours"), await contents("theirs")];
  expect(ours.jobs).toHaveLength(5);
  expect(ours).toEqual(theirs);
});

it("adds a job without an id of its own as BullMQ does", async () => {
  const backend = new ProducerPostgresBackend(shared, "numbered", { connection: {} }, false);
  expect(await backend.addJobs([entry("", {}), entry("own", {})])).toEqual(["1", "own"]);
});

it("tells workers of a queue that jobs were added, and nobody when all were there before", async () => {
  const backend = new ProducerPostgresBackend(shared, "told", { connection: {} }, false);
  const heard: unknown[] = [];
  const client = await sql.connect();
  client.on("notification", ({ payload }) => heard.push(payload));
  await client.query("LISTEN bullmq_jobs");
  await backend.addJobs([entry("one", {}), entry("two", {})]);
  await backend.addJobs([entry("one", {})]);
  // A notification arrives before the answer to a later statement.
  await client.query("SELECT 1");
  expect(heard).toEqual(["told"]);
  client.release(true);
});
