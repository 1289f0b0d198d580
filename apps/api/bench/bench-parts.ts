import { fork, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { patientLimits } from "@longhaul/testing";
import { createDb, migrate, type Db } from "@longhaul/db";
import { migrateQueue } from "@longhaul/queue";
import { SignJWT } from "jose";
import { Pool } from "undici";

const CONNECTIONS = 32;
const ROUNDS = Number(process.env["ROUNDS"] ?? 7);
const ROUND_MS = 3000;
const WARM_UP_MS = 3000;
/** User and system time in /proc come in hundredths of a second. */
const CPU_TICK_US = 10_000;
const JWT_SECRET = "a secret of at least thirty-two bytes";

/** A server under load, in a process of its own. */
export interface Side {
  readonly name: string;
  readonly pid: number;
  readonly pool: Pool;
}

/** The API as it runs in production, the server that it is measured against, and their database. */
export interface Arena {
  readonly db: Db;
  readonly tenantId: string;
  readonly projectId: string;
  readonly datasetId: string;
  readonly api: Side;
  readonly baseline: Side;
  readonly authorization: string;
  close(): Promise<void>;
}

export interface Ask {
  readonly side: Side;
  readonly method: "GET" | "POST";
  /** The next request's path. */
  readonly path: () => string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly status: number;
}

/** Migrates a scratch database and starts both servers on it. */
export async function openArena(databaseUrl: string, redisUrl: string | undefined): Promise<Arena> {
  await migrate(databaseUrl);
  if (redisUrl === undefined) await migrateQueue({ backend: "postgres", databaseUrl });
  const db = createDb({ databaseUrl, applicationName: "bench", limits: patientLimits() });
  await db.query("DROP SCHEMA IF EXISTS baseline CASCADE");
  await db.query("CREATE SCHEMA baseline");
  for (const table of ["operations", "phases", "events"]) {
    await db.query(`CREATE TABLE baseline.${table} (LIKE public.${table} INCLUDING ALL)`);
  }
  const [tenantId, projectId, datasetId] = [randomUUID(), randomUUID(), randomUUID()];
  await db.query(
    `INSERT INTO datasets (id, tenant_id, project_id, name, status, file_name, mapping, events, created_by)
     VALUES ($1, $2, $3, 'bench', 'Ready', 'bench.csv', '{}', 100000, 'bench')`,
    [datasetId, tenantId, projectId],
  );
  const folder = await mkdtemp(join(tmpdir(), "longhaul-bench-"));
  const env = {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl, QUEUE_PREFIX: `{bench-${randomUUID()}}` }),
    STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
    JWT_SECRET,
    DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
    SECRETS_KEY: randomBytes(32).toString("base64"),
    HOST: "127.0.0.1",
    REQUESTS_PER_MINUTE: "1000000",
    PORT: "0",
    HEALTH_PORT: "0",
  };
  const children: ChildProcess[] = [];
  const start = async (name: string, script: string): Promise<Side> => {
    // The log is written as it is in production, to where nobody reads it.
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    children.push(child);
    const [{ url }] = (await once(child, "message")) as [{ readonly url: string }];
    return { name, pid: child.pid ?? 0, pool: new Pool(url, { connections: CONNECTIONS }) };
  };
  const token = await new SignJWT({ tenants: { [tenantId]: { projects: "*" } } })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("bench")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(JWT_SECRET));
  const api = await start("api", "../src/main.ts");
  const baseline = await start("baseline", "baseline-server.ts");
  return {
    db,
    tenantId,
    projectId,
    datasetId,
    api,
    baseline,
    authorization: `Bearer ${token}`,
    async close() {
      await Promise.all([api.pool.destroy(), baseline.pool.destroy()]);
      for (const child of children) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Round {
  readonly perSec: number;
  readonly cpuUs: number;
  readonly latenciesMs: readonly number[];
}

async function load(ask: Ask, forMs: number): Promise<Round> {
  const latenciesMs: number[] = [];
  const cpuBefore = await cpuUsOf(ask.side.pid);
  const begun = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() - begun < forMs) {
      const sentAt = performance.now();
      const answer = await ask.side.pool.request({
        method: ask.method,
        path: ask.path(),
        headers: ask.headers ?? {},
        ...(ask.body === undefined ? {} : { body: ask.body }),
      });
      const text = await answer.body.text();
      if (answer.statusCode !== ask.status) throw new Error(`${ask.side.name}: ${answer.statusCode} ${text}`);
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const sec = (performance.now() - begun) / 1000;
  const cpuUs = ((await cpuUsOf(ask.side.pid)) - cpuBefore) / latenciesMs.length;
  return { perSec: latenciesMs.length / sec, cpuUs, latenciesMs };
}

/** Asks all sides in turn, the order reversed every other round, and prints medians and ratios to the last one. */
export async function compare(asks: Readonly<Record<string, Ask>>): Promise<void> {
  const names = Object.keys(asks);
  const rounds = new Map<string, Round[]>(names.map((name) => [name, []]));
  const each = async (order: readonly string[], forMs: number, isKept: boolean): Promise<void> => {
    for (const name of order) {
      const ask = asks[name];
      if (ask === undefined) continue;
      const round = await load(ask, forMs);
      if (isKept) rounds.get(name)?.push(round);
    }
  };
  await each(names, WARM_UP_MS, false);
  for (let turn = 0; turn < ROUNDS; turn++) await each(turn % 2 === 0 ? names : names.toReversed(), ROUND_MS, true);

  const base = rounds.get(names.at(-1) ?? "") ?? [];
  for (const [name, own] of rounds) {
    const latencies = own.flatMap((round) => round.latenciesMs);
    const ratios = own.map((round, turn) => round.perSec / (base[turn]?.perSec ?? Number.NaN));
    const figures = [
      `${median(own.map((round) => round.perSec))
        .toFixed(0)
        .padStart(6)}/s`,
      `ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
      `p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`,
      `server CPU ${median(own.map((round) => round.cpuUs)).toFixed(0)} µs each`,
    ];
    process.stdout.write(`${name.padEnd(12)} ${figures.join(" · ")}\n`);
  }
  process.stdout.write(`${ROUNDS} rounds, ${CONNECTIONS} connections, load ${loadavg()[0]?.toFixed(1) ?? "?"}\n`);
}

async function cpuUsOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * CPU_TICK_US;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
