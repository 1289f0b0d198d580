import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { migrate } from "@longhaul/db";
import { migrateQueue } from "@longhaul/queue";
import { Client } from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { findOnPath } from "../find-on-path.ts";
import { productEnvironment } from "../product-environment.ts";
import { spawnApp } from "../spawn-app.ts";
import type { SpawnedApp } from "../start-app.ts";
import { DURABLE, startPostgres } from "../start-postgres.ts";
import { TRIAL_MODULE } from "../trial/trial-module.ts";
import { waitFor } from "../wait-for.ts";
import { withDatabase } from "../with-database.ts";
import { projectClient } from "./project-client.ts";
import { LONGHAUL } from "./run-longhaul.ts";

const ROOT = new URL("../../../../", import.meta.url);
const MANUAL = new URL("apps/deploy/README.md", ROOT);
const PROGRAMS = ["pg_dump", "pg_dumpall", "pg_restore", "psql", "initdb", "postgres"];
const LOG = "case,activity,timestamp\na,b,2024-01-01\na,c,2024-01-02\n";

/** The folder of a Postgres with its tools, which the embedded one doesn't bring; null where there is none. */
function findInstallation(): string | null {
  const onPath = findOnPath("pg_dump");
  const folders = [...globSync("/usr/lib/postgresql/*/bin").toSorted(), ...(onPath === null ? [] : [dirname(onPath)])];
  return folders.find((folder) => PROGRAMS.every((program) => existsSync(join(folder, program)))) ?? null;
}

/** What the manual says to type: for a backup, and to restore it. */
async function readCommands(): Promise<readonly string[]> {
  const [, section = ""] = (await readFile(MANUAL, "utf8")).split("\n## Backup and restore\n");
  const [part = ""] = section.split("\n## ");
  return [...part.matchAll(/^```sh\n(?<commands>.*?)^```$/gms)].map(({ groups }) => groups?.["commands"] ?? "");
}

const installation = findInstallation();
if (installation === null) process.stderr.write("no Postgres with pg_dump on this machine: backups aren't tried\n");

describe.skipIf(installation === null)(`a backup${installation === null ? " (skipped: no pg_dump)" : ""}`, () => {
  it("is made under load as the manual says, and restored at a second place, where everything is and goes on", async () => {
    const tools = installation ?? "";
    const folder = await mkdtemp(join(tmpdir(), "longhaul-backup-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await chmod(folder, 0o711); // Postgres runs as another account
    const secrets = {
      JWT_SECRET: randomBytes(32).toString("hex"),
      DOWNLOAD_SECRET: randomBytes(32).toString("hex"),
      SECRETS_KEY: randomBytes(32).toString("base64"),
    };
    const placeOf = async (name: string): Promise<Record<string, string>> => {
      const own = join(folder, name);
      await mkdir(own, { mode: 0o711 });
      const server = await startPostgres(own, DURABLE, { installation: tools });
      onTestFinished(() => server.stop());
      const admin = new Client({ connectionString: server.url });
      await admin.connect();
      await admin.query("CREATE DATABASE longhaul");
      await admin.end();
      return {
        ...productEnvironment(postgresBackend(), { databaseUrl: withDatabase(server.url, "longhaul"), folder: own }),
        ...secrets,
        OPERATION_MODULES: TRIAL_MODULE,
        WORKER_LEASE_MS: "5000",
        STORAGE_DIR: join(own, "storage"),
      };
    };
    const start = async (env: Readonly<Record<string, string>>): Promise<readonly SpawnedApp[]> =>
      Promise.all(["api", "operations-worker"].map((app) => spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), env)));
    const type = async (env: Readonly<Record<string, string>>, commands: string): Promise<string> => {
      const PATH = [tools, process.env["PATH"] ?? ""].join(delimiter);
      const longhaul = `longhaul() { '${process.execPath}' '${LONGHAUL}' "$@"; }`;
      const options = { cwd: folder, env: { ...env, PATH, HOME: process.env["HOME"] } };
      const { stdout } = await promisify(execFile)("sh", ["-ec", `${longhaul}\n${commands}`], options);
      return stdout;
    };
    const [backUp = "", restore = ""] = await readCommands();

    const first = await placeOf("first");
    const databaseUrl = first["DATABASE_URL"] ?? "";
    await migrate(databaseUrl);
    await migrateQueue({ backend: "postgres", databaseUrl });
    const old = await start(first);
    let apiUrl = String(old[0]?.ready["url"]);
    const client = await projectClient(() => apiUrl, { secret: secrets.JWT_SECRET });
    const form = new FormData();
    form.append("file", new Blob([LOG]), "log.csv");
    const uploaded = await client.call("/datasets", { body: form });
    expect(uploaded.status).toBe(201);
    const done = await client.startTrial(0);
    expect(await client.endOf(done)).toBe("Completed");
    // It is under way while the backup is made, and when the first place is lost.
    const long = await client.startTrial(20_000);
    const isRunning = async (): Promise<boolean> =>
      (await client.call(`/async/operation/${long}`)).body["status"] === "Running";
    await waitFor(isRunning, { what: "an operation to run" });

    // Clients go on: what was acknowledged before the backup began must be in it.
    const acknowledged: string[] = [];
    const end = new AbortController();
    const load = (async () => {
      while (!end.signal.aborted) acknowledged.push(await client.startTrial(0));
    })();
    await waitFor(() => acknowledged.length >= 5, { what: "load" });
    const before = [...acknowledged];
    await type(first, backUp);
    end.abort();
    await load;
    const unknown = await client.startTrial(0);
    await Promise.all(old.map((app) => app.kill("SIGKILL")));

    const second = await placeOf("second");
    await type(second, restore);
    const fresh = await start(second);
    apiUrl = String(fresh[0]?.ready["url"]);
    for (const id of [done, long, ...before, await client.startTrial(0)])
      expect([id, await client.endOf(id)]).toEqual([id, "Completed"]);
    const results = await client.call(`/async/operation/${done}/results`);
    expect([results.status, (results.body["artifacts"] as unknown[]).length]).toEqual([200, 3]);
    expect((await client.call(`/async/operation/${unknown}`)).status).toBe(404);
    expect((await client.call(`/datasets/${String(uploaded.body["datasetId"])}`)).body["status"]).toBe("Ready");
    await Promise.all(fresh.map((app) => app.kill()));

    // A copy that lacks a blob of the ledger's doesn't pass for a restored one.
    await rm(join(folder, "storage-copy/datasets", client.tenantId, String(uploaded.body["datasetId"])), {
      recursive: true,
    });
    const third = await placeOf("third");
    await expect(type(third, restore)).rejects.toMatchObject({ stdout: expect.stringContaining("is missing") });
  });
});
