import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createDb, migrate, type Db } from "@longhaul/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { patientLimits } from "../patience.ts";
import { productEnvironment } from "../product-environment.ts";
import { spawnApp } from "../spawn-app.ts";
import { inheritedEnv } from "../start-app.ts";
import { useTestDatabase } from "../use-test-database.ts";

const ROOT = new URL("../../../../", import.meta.url);
const database = useTestDatabase();
let db: Db;
let folder: string;
beforeAll(async () => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  folder = await mkdtemp(join(tmpdir(), "longhaul-handshake-"));
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const environment = (): Record<string, string> =>
  productEnvironment(postgresBackend(), { databaseUrl: database.url, folder });
const pathOf = (app: string): URL => new URL(`apps/${app}/src/main.ts`, ROOT);

/** Starts a process that is to end by itself. */
async function refusalOf(app: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = fork(fileURLToPath(pathOf(app)), {
    env: { ...inheritedEnv(), ...environment() },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (child.stdout === null) throw new Error("it has no output");
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { code: child.exitCode, output };
}

it("a process refuses a ledger that it can't work with, and one at work ends when an upgrade leaves it behind", async () => {
  const api = await spawnApp(pathOf("api"), environment());
  await db.query("UPDATE ledger_needs SET migration = '20991231000000_contracted'");
  expect((await api.exited).code).toBe(1);
  expect(api.output()).toContain("too new for this code, which doesn't know its migration 20991231000000_contracted");
  const tooNew = await refusalOf("operations-worker");
  expect([tooNew.code, tooNew.output]).toEqual([1, expect.stringContaining("run the newer version")]);

  await db.query("UPDATE ledger_needs SET migration = '20261128410200_baseline'");
  const [newest] = (await db.query<{ name: string }>("SELECT max(migration_name) AS name FROM _prisma_migrations"))
    .rows;
  const rename = (from: string, to: string): Promise<unknown> =>
    db.query("UPDATE _prisma_migrations SET migration_name = $2 WHERE migration_name = $1", [from, to]);
  await rename(newest?.name ?? "", "00000000000000_none");
  const tooOld = await refusalOf("webhook-worker");
  expect([tooOld.code, tooOld.output]).toEqual([
    1,
    expect.stringContaining(`from ${newest?.name ?? ""} on; run the migrations first`),
  ]);
  await rename("00000000000000_none", newest?.name ?? "");
});

it("a newer ledger that asks for nothing new is worked with, and keeps its functions from an older migrator", async () => {
  await db.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('newer', 'x', '20991231000000_expanded', now())`,
  );
  await db.query("UPDATE _longhaul_functions SET checksum = 'of a newer text' WHERE file = 'events/api_time.sql'");
  expect(await migrate(database.url)).toEqual([]);
  const worker = await spawnApp(pathOf("webhook-worker"), environment());
  expect((await worker.kill()).code).toBe(0);
});
