import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  claimOperations,
  createDb,
  createOperations,
  listReadyOperations,
  migrate,
  turnFairOrder,
  type Db,
} from "@longhaul/db";
import { patientLimits } from "../../src/patience.ts";
import pg from "pg";
import { emptyOperation } from "../empty-operation.ts";
import { usageOf } from "../usage-of.ts";
import { startPostgres } from "../../src/start-postgres.ts";

/** Batch sizes as in production: operations accepted together, operations listed per round, operations claimed together. */
const ACCEPTED = 20;
const WINDOW = 500;
const CLAIMED = 32;
const TURNS = 200;
const WARM_UP = 8;

/**
 * Inserts ready operations, spread over the tenants as if each had sent its share at once. As with the product's own, ids begin with the
 * time of acceptance, in whose order the rows stand.
 */
async function seed(databaseUrl: string, rows: number, tenants: number): Promise<void> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  await db.query("ALTER TABLE operations DISABLE TRIGGER USER");
  await db.query(
    "CREATE TABLE bench_tenants AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, $1::int - 1) AS n",
    [tenants],
  );
  const part = 50_000;
  for (let from = 0; from < rows; from += part)
    await db.query(
      `INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, parameters, timeout_sec, timeout_at, cpu_units, memory_gb,
         estimated_low_sec, estimated_high_sec, created_by, created_at, total_phases, event_seq, fair_tag)
       SELECT 'op-' || uuidv7(now() - interval '1 hour' - clock_timestamp() + g.number * interval '1 microsecond'), t.id, t.id, 'Bench', 'Bench', 'Normal', 'Initiated', '{}', 3600, now() + interval '1 day', 1, 1, 1, 3, 'bench',
         now() - interval '1 hour' + g.number * interval '1 microsecond', 4, 1, 2000 * (1 + g.number / $3::int)
       FROM generate_series($1::int, $2::int) AS g (number) JOIN bench_tenants t ON t.n = g.number % $3::int ORDER BY g.number`,
      [from, Math.min(rows, from + part) - 1, tenants],
    );
  await db.query(
    "INSERT INTO fair_tenants (tenant_id, priority, last_tag) SELECT id, 'Normal', 2000 * (1 + $1::int / $2::int) FROM bench_tenants",
    [rows, tenants],
  );
  await db.query("ALTER TABLE operations ENABLE TRIGGER USER");
  await db.query("SELECT repair_places()");
  await db.query("VACUUM ANALYZE");
  // What the seed has left to write is no cost of the statements.
  await db.query("CHECKPOINT");
  await db.end();
}

/** As docker-compose.yml has it. */
const SHARED_BUFFERS = "512MB";

interface Statistic {
  readonly name: string;
  readonly perOperation: number;
  readonly run: (turn: number) => Promise<unknown>;
}

/** Measures Postgres' CPU and buffers per operation for each statement of the fair order, with many tenants and rows. */
export async function measureLedger(
  { rows, tenants }: { readonly rows: number; readonly tenants: number },
  say: (line: string) => unknown,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-bench-"));
  await chmod(folder, 0o711); // the server may run as another account
  const postgres = await startPostgres(folder, { shared_buffers: SHARED_BUFFERS });
  await migrate(postgres.url);
  const db = createDb({ databaseUrl: postgres.url, applicationName: "bench", poolSize: 1, limits: patientLimits() });
  await seed(postgres.url, rows, tenants);
  say(`${rows} ready operations of ${tenants} tenants, shared_buffers ${SHARED_BUFFERS}`);
  const { rows: known } = await db.query<{ id: string }>("SELECT id FROM bench_tenants ORDER BY n LIMIT $1", [
    ACCEPTED,
  ]);
  const accept = async (): Promise<unknown> =>
    createOperations(
      db,
      known.map(({ id }) => emptyOperation({ tenantId: id, projectId: id })),
    );
  const tags = async (): Promise<unknown> =>
    db.query(
      "SELECT * FROM fair_tags($1, $2, array_fill('Normal'::text, ARRAY[$3::int]), array_fill(2::float8, ARRAY[$3::int]))",
      [known.map((_, idx) => `op-${idx}`), known.map(({ id }) => id), ACCEPTED],
    );
  const list = async (): Promise<unknown> => listReadyOperations(db, { minAgeMs: 3000, limit: WINDOW });
  const first = async (): Promise<unknown> => listReadyOperations(db, { minAgeMs: 3000, limit: CLAIMED });
  // Listed once before the measurement, so that `claim` measures the claim alone.
  const due = await listReadyOperations(db, { minAgeMs: 3000, limit: (TURNS + WARM_UP) * CLAIMED });
  const claim = async (): Promise<unknown> =>
    claimOperations(
      db,
      due
        .splice(0, CLAIMED)
        .map(({ id }) => ({ operationId: id, executionId: `exec-${id}`, workerNode: "bench", leaseMs: 600_000 })),
    );
  const statistics: readonly Statistic[] = [
    { name: "tags of what is accepted", perOperation: ACCEPTED, run: tags },
    { name: "acceptance as a whole", perOperation: ACCEPTED, run: accept },
    { name: "the window of the queue", perOperation: WINDOW, run: list },
    { name: "the first 32 of the order", perOperation: CLAIMED, run: first },
    { name: "their claim, with its event", perOperation: CLAIMED, run: claim },
    {
      name: "a turn of the order (each second)",
      perOperation: 1,
      run: async () => turnFairOrder(db, { High: 60, Normal: 180, Low: 300 }),
    },
  ];
  for (const { name, perOperation, run } of statistics) {
    for (let turn = 0; turn < WARM_UP; turn++) await run(turn);
    const [before, buffersBefore] = [(await usageOf([postgres.pid])).cpuSeconds, await buffersOf(db)];
    for (let turn = 0; turn < TURNS; turn++) await run(turn);
    const cpu = (await usageOf([postgres.pid])).cpuSeconds - before;
    const buffers = (await buffersOf(db)) - buffersBefore;
    const operations = TURNS * perOperation;
    say(
      `${name.padEnd(34)} ${((1e6 * cpu) / operations).toFixed(1).padStart(8)} µs of Postgres' CPU, ${(buffers / operations).toFixed(2).padStart(7)} buffers an operation`,
    );
  }
  await db.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Buffers read so far, over all tables. */
async function buffersOf(db: Db): Promise<number> {
  await db.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await db.query<{ n: number }>(
    `SELECT (sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0)))::float8 AS n FROM pg_statio_user_tables`,
  );
  return rows[0]?.n ?? 0;
}
