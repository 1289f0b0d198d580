import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createDb, type Db } from "@longhaul/db";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnApp, type SpawnedApp } from "./spawn-app.ts";
import { startHttpReceiver, type HttpReceiver } from "./start-http-receiver.ts";
import { startTcpProxy, type TcpProxy } from "./start-tcp-proxy.ts";
import { TRIAL_MODULE } from "./trial/trial-module.ts";
import { useTestDatabase } from "./use-test-database.ts";
import { waitFor } from "./wait-for.ts";

/** `LONGHAUL_CHAOS=full` runs the whole of it, and prints its figures; every test run a small one. */
const isFull = process.env["LONGHAUL_CHAOS"] === "full";
/** How long a fault or a pause between two lasts: a length of the trial's own, which no condition tells. */
const lasting = (ms: number): Promise<void> => sleep(ms);

const SIZE = isFull
  ? { failovers: 20, freezes: 5, freezeMs: 30_000, exhaustions: 3, exhaustedMs: 12_000, apartMs: 2_000 }
  : { failovers: 3, freezes: 1, freezeMs: 4_000, exhaustions: 1, exhaustedMs: 4_000, apartMs: 200 };

const ROOT = new URL("../../../", import.meta.url);
const JWT_SECRET = "a secret of at least thirty-two bytes";
const [tenantId, projectId] = [randomUUID(), randomUUID()];

/** Statuses that a client may see while a store is away; 409 is a repeated request whose first try is still under way. */
const ALLOWED = new Set(["200", "201", "202", "409", "503"]);

describe("the whole product, while its database fails again and again under load", () => {
  const database = useTestDatabase();
  let admin: Db;
  let proxy: TcpProxy;
  let folder: string;
  let token: string;
  let receiver: HttpReceiver;
  let apps: SpawnedApp[];
  let apiUrl: string;
  const exits: string[] = [];
  const statuses = new Map<string, number>();
  const accepted = new Set<string>();
  const readyAfterMs: number[] = [];

  const start = async (app: string): Promise<SpawnedApp> => {
    const url = new URL(database.url);
    url.host = `127.0.0.1:${proxy.port}`;
    const spawned = await spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), {
      NODE_ENV: "test",
      DATABASE_URL: url.href,
      STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
      SCRATCH_DIR: join(folder, "scratch"),
      JWT_SECRET,
      DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
      SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
      OPERATION_MODULES: TRIAL_MODULE,
      HOST: "127.0.0.1",
      PORT: "0",
      HEALTH_PORT: "0",
      WORKER_CPU_UNITS: "4",
      WORKER_MEMORY_GB: "4",
      WORKER_CRASH_BUDGET: "1000",
      WEBHOOK_ALLOW_PRIVATE: "127.0.0.1/32",
      LOG_LEVEL: "error",
    });
    void spawned.exited.then((exit) => exits.push(`${app}: ${JSON.stringify(exit)}\n${spawned.output()}`));
    return spawned;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-chaos-"));
    admin = createDb({ databaseUrl: database.url, applicationName: "admin", limits: { statementMs: 120_000 } });
    const { hostname, port } = new URL(database.url);
    proxy = await startTcpProxy(hostname, Number(port));
    receiver = await startHttpReceiver();
    apps = await Promise.all(["api", "operations-worker", "webhook-worker"].map(start));
    apiUrl = String(apps[0]?.ready["url"]);
    token = await new SignJWT({ tenants: { [tenantId]: { projects: "*", role: "admin" } } })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject("ann")
      .setExpirationTime("2h")
      .sign(new TextEncoder().encode(JWT_SECRET));
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.kill()));
    await Promise.all([admin.close(), proxy.close(), receiver.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const call = async (
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${apiUrl}/api/${tenantId}/${projectId}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...init.headers },
    });
    const body = (await response.json()) as Record<string, unknown>;
    statuses.set(String(response.status), (statuses.get(String(response.status)) ?? 0) + 1);
    return { status: response.status, body };
  };
  const isReady = (): Promise<boolean> =>
    fetch(`${apiUrl}/readyz`).then(async (answer) => (await answer.text()) !== "" && answer.ok);

  /** Starts an operation with one key, however often it takes until it is accepted. */
  const startOne = async (): Promise<void> => {
    const headers = { "idempotency-key": randomUUID() };
    const body = JSON.stringify({ operationType: "Trial", operationName: "chaos", parameters: { phaseMs: 20 } });
    for (;;) {
      const answer = await call("/async/operation", { method: "POST", headers, body });
      if (answer.status === 202) {
        accepted.add(String(answer.body["operationId"]));
        return;
      }
      await lasting(100);
    }
  };
  /** Until the last fault is over: starts, lists and reads by several clients. */
  const load = (end: AbortSignal): Promise<unknown> => {
    const loop = async (work: () => Promise<unknown>, pauseMs: number): Promise<void> => {
      while (!end.aborted) {
        await work();
        await lasting(pauseMs);
      }
    };
    const read = (): Promise<unknown> =>
      call(`/async/operation/${[...accepted].at(-1) ?? ""}`, { headers: { prefer: "wait=0" } });
    const list = (): Promise<unknown> => call("/async/operations?pageSize=5");
    const webhooks = (): Promise<unknown> => call("/async/webhooks");
    return Promise.all([startOne, startOne, list, list, read, webhooks].map((work) => loop(work, 100)));
  };
  const recovered = async (): Promise<void> => {
    const begunAt = performance.now();
    await waitFor(isReady, { what: "readiness after the fault" });
    readyAfterMs.push(Math.round(performance.now() - begunAt));
    await startOne();
    await lasting(SIZE.apartMs);
  };

  it("ends no process, loses no accepted operation and no event, and answers with nothing but success and 503", async () => {
    const webhook = {
      webhookUrl: receiver.url,
      events: ["operation.completed"],
      authentication: { type: "hmac-sha256", secret: "12345678" },
    };
    expect((await call("/async/webhooks", { method: "POST", body: JSON.stringify(webhook) })).status).toBe(201);
    await startOne();
    const end = new AbortController();
    const loading = load(end.signal);

    for (let n = 0; n < SIZE.failovers; n++) {
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
      await recovered();
    }
    for (let n = 0; n < SIZE.freezes; n++) {
      proxy.stall();
      await lasting(SIZE.freezeMs);
      await proxy.restore();
      await recovered();
    }
    for (let n = 0; n < SIZE.exhaustions; n++) {
      // Whatever reads or writes operations waits, until no connection of any pool is free.
      await admin.withTransaction(async (tx) => {
        await tx.query("SET LOCAL idle_in_transaction_session_timeout = 0");
        await tx.query("LOCK TABLE operations IN ACCESS EXCLUSIVE MODE");
        await lasting(SIZE.exhaustedMs);
      });
      await recovered();
    }
    end.abort();
    await loading;

    const open = async (): Promise<number> => {
      const { rows } = await admin.query<{ n: number }>(
        "SELECT count(*) AS n FROM unnest($1::text[]) AS a (id) LEFT JOIN operations o USING (id) WHERE o.status IS DISTINCT FROM 'Completed'",
        [[...accepted]],
      );
      return rows[0]?.n ?? -1;
    };
    await waitFor(async () => (await open()) === 0, { what: "every accepted operation to be completed" });
    const told = (): Set<string> =>
      new Set(
        receiver.requests.map(
          ({ body }) => (JSON.parse(body.toString()) as { data: { operationId: string } }).data.operationId,
        ),
      );
    await waitFor(() => [...accepted].every((id) => told().has(id)), { what: "every completion to be delivered" });
    if (isFull) console.log({ statuses: Object.fromEntries(statuses), accepted: accepted.size, readyAfterMs });
    expect([...statuses.keys()].filter((status) => !ALLOWED.has(status))).toEqual([]);
    expect(exits).toEqual([]);
  });
});
