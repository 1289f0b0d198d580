import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jwtVerify } from "jose";
import { waitFor } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findPostmasterPid } from "./embedded-postgres/postmaster-pid.ts";
import { findFreePort } from "./processes/find-port.ts";
import { isAlive } from "@longhaul/runtime";

const LAUNCHER = fileURLToPath(new URL("stand-in-launcher.fixture.ts", import.meta.url));

interface Launcher {
  readonly process: ChildProcess;
  readonly pid: number;
  output(): string;
  /** Waits for text that appears after all that was waited for before, and returns what the groups caught. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  exitCode(): Promise<number | null>;
}

/** One cluster for the file: creating one takes most of a start's time. */
let dataFolder: string;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "longhaul-launcher-"));
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

function startLauncher(env: Record<string, string> = {}): Launcher {
  const { DATABASE_URL: _database, REDIS_URL: _redis, PORT: _port, ...inherited } = process.env;
  const child = spawn(process.execPath, [LAUNCHER], {
    env: { ...inherited, LONGHAUL_DATA: dataFolder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await closed;
  });
  let read = 0;
  return {
    process: child,
    pid: child.pid ?? 0,
    output: () => output,
    async says(pattern) {
      const found = await waitFor(() => pattern.exec(output.slice(read)), {
        what: `${pattern.source} in the launcher's output:\n${output}`,
      });
      read += found.index + found[0].length;
      return found;
    },
    async exitCode() {
      await closed;
      return child.exitCode;
    },
  };
}

async function readDevFile(): Promise<{ url: string; token: string; tenantId: string; projectId: string }> {
  return JSON.parse(await readFile(join(dataFolder, "dev.json"), "utf8"));
}

async function pidOf(launcher: Launcher, app: string): Promise<number> {
  const pattern = new RegExp(`${app} +\\| pid (\\d+)`, "g");
  return waitFor(() => Number([...launcher.output().matchAll(pattern)].at(-1)?.[1] ?? 0) || null, {
    what: `pid of ${app}`,
  });
}

async function pidOfPostgres(): Promise<number> {
  const found = await waitFor(() => findPostmasterPid(join(dataFolder, "postgres")), { what: "postmaster.pid" });
  return found.pid;
}

describe("the launcher", () => {
  it("starts everything, says how to use it, and stops everything in order when asked", async () => {
    const launcher = startLauncher();
    const [, url] = await launcher.says(/API +(http:\S+)/);
    await launcher.says(/Stop: Ctrl-C/);

    const dev = await readDevFile();
    expect(dev.url).toBe(url);
    expect((await stat(join(dataFolder, "dev.json"))).mode & 0o777).toBe(0o600);
    const env = (await (await fetch(dev.url)).json()) as Record<string, string>;
    expect(env).toMatchObject({ NODE_ENV: "development", HEALTH_PORT: "0", WORKER_NAME: "api-1", PUBLIC_URL: url });
    expect(env["DATABASE_URL"]).toMatch(/^postgresql:\/\/longhaul:[0-9a-f]{64}@127\.0\.0\.1:\d+\/longhaul$/);
    expect(Buffer.from(env["SECRETS_KEY"] ?? "", "base64")).toHaveLength(32);
    const { payload } = await jwtVerify(dev.token, new TextEncoder().encode(env["JWT_SECRET"]));
    expect(payload).toMatchObject({
      sub: "developer",
      tenants: { [dev.tenantId]: { projects: "*", role: "admin" } },
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(30 * 86_400);
    expect(launcher.output()).toContain(
      `${url}/console/#token=${dev.token}&tenant=${dev.tenantId}&project=${dev.projectId}`,
    );

    const postgres = await pidOfPostgres();
    const apps = await Promise.all(["api", "operations-worker", "webhook-worker"].map((app) => pidOf(launcher, app)));
    launcher.process.kill("SIGINT");
    expect(await launcher.exitCode()).toBe(0);
    expect(launcher.output()).toMatch(
      /operations-worker +\| stopping\n(.*\n)*api +\| stopping\nlauncher +\| stopped\n$/,
    );
    expect([postgres, ...apps].filter(isAlive)).toEqual([]);
    expect(await findPostmasterPid(join(dataFolder, "postgres"))).toBeNull();
  });

  it("finds yesterday's data, and names itself to a second start on the same folder", async () => {
    const before = await readDevFile();
    const launcher = startLauncher();
    await launcher.says(/Stop: Ctrl-C/);
    const { url, tenantId, projectId } = await readDevFile();
    expect({ tenantId, projectId }).toEqual({ tenantId: before.tenantId, projectId: before.projectId });
    expect(launcher.output()).not.toContain("migrated");

    const second = startLauncher();
    expect(await second.exitCode()).toBe(1);
    expect(second.output()).toContain(`runs on ${dataFolder} already: pid ${launcher.pid}, ${url}`);
    expect((await fetch(url)).status).toBe(200);
  });

  it("starts again what is killed, be it an app or Postgres", async () => {
    const launcher = startLauncher();
    await launcher.says(/Stop: Ctrl-C/);
    const worker = await pidOf(launcher, "operations-worker");
    process.kill(worker, "SIGKILL");
    await launcher.says(/operations-worker +\| ended unexpectedly \(signal SIGKILL\); starting it again in 1 s/);
    await launcher.says(/operations-worker +\| is back/);
    expect(await pidOf(launcher, "operations-worker")).not.toBe(worker);

    const postgres = await pidOfPostgres();
    process.kill(postgres, "SIGKILL");
    await launcher.says(/postgres +\| ended unexpectedly \(signal SIGKILL\)/);
    await launcher.says(/postgres +\| is back/);
    expect(await pidOfPostgres()).not.toBe(postgres);
    expect((await fetch((await readDevFile()).url)).status).toBe(200);
  });

  it("takes over after a launcher that was killed, and ends the Postgres that it left", async () => {
    const killed = startLauncher();
    await killed.says(/Stop: Ctrl-C/);
    const postgres = await pidOfPostgres();
    const worker = await pidOf(killed, "operations-worker");
    killed.process.kill("SIGKILL");
    await killed.exitCode();
    await waitFor(() => !isAlive(worker), { what: "the worker to notice" });
    expect(isAlive(postgres)).toBe(true);

    const next = startLauncher();
    await next.says(new RegExp(`ended the Postgres of an earlier run \\(pid ${postgres}\\)`));
    await next.says(/Stop: Ctrl-C/);
    expect(isAlive(postgres)).toBe(false);
  });

  it("gives up when an app never starts, and leaves nothing running", async () => {
    const launcher = startLauncher({ STAND_IN_FAILS: "webhook-worker-1" });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.output()).toMatch(/webhook-worker +\| no such thing/);
    expect(launcher.output()).toContain("webhook-worker does not start: it ended 3 times (exit code 3)");
    expect(await findPostmasterPid(join(dataFolder, "postgres"))).toBeNull();
    expect(isAlive(await pidOf(launcher, "api"))).toBe(false);
  });

  it("stops cleanly when it is asked in the middle of its start", async () => {
    const launcher = startLauncher();
    await waitFor(() => findPostmasterPid(join(dataFolder, "postgres")), { what: "Postgres to be starting" });
    launcher.process.kill("SIGTERM");
    expect(await launcher.exitCode()).toBe(0);
    expect(await findPostmasterPid(join(dataFolder, "postgres"))).toBeNull();
  });

  it("ends everything at once when it is asked again", async () => {
    const launcher = startLauncher({ STAND_IN_IS_DEAF: "operations-worker-1" });
    await launcher.says(/Stop: Ctrl-C/);
    const worker = await pidOf(launcher, "operations-worker");
    await waitFor(() => !launcher.process.kill("SIGINT"), { what: "the launcher to give in" });
    expect(await launcher.exitCode()).toBe(130);
    await waitFor(() => !isAlive(worker), { what: "the deaf worker to be gone" });
    const postgresIsGone = async () => (await findPostmasterPid(join(dataFolder, "postgres"))) === null;
    await waitFor(postgresIsGone, { what: "Postgres to be gone" });
  });

  it("refuses a port that was asked for and is taken", async () => {
    const port = await findFreePort();
    const stranger = createServer().listen(port, "127.0.0.1");
    await once(stranger, "listening");
    onTestFinished(() => void stranger.close());
    const launcher = startLauncher({ PORT: String(port) });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.output()).toContain(`port ${port} is taken: choose another one with PORT`);
  });

  it("names all faulty settings at once", async () => {
    const launcher = startLauncher({ PORT: "many", DATABASE_URL: "mysql://here" });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.output()).toMatch(
      /2 settings are missing or wrong:\n {2}PORT must be a number\n(.*\n)? {2}DATABASE_URL is not a URL/,
    );
  });
});
