import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT, type JWTPayload } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachBackend } from "./describe-each-backend.ts";
import { PRODUCT_JWT_SECRET, productEnvironment } from "./product-environment.ts";
import { spawnApp } from "./spawn-app.ts";
import type { SpawnedApp } from "./start-app.ts";
import { startHttpReceiver, type HttpReceiver } from "./start-http-receiver.ts";
import { TRIAL_MODULE } from "./trial/trial-module.ts";
import { useTestDatabase } from "./use-test-database.ts";
import { waitFor } from "./wait-for.ts";

const ROOT = new URL("../../../", import.meta.url);
const [tenantId, projectId] = [randomUUID(), randomUUID()];
const LABELS = { tenantId, projectId, priority: "High" };

/** Phase 2 never ends by itself. */
const HANGS = { at: 1, behaviour: "hang" } as const;

/** A job as the board's own page is given it. */
interface BoardJob {
  readonly status: string;
  readonly job: {
    readonly name: string;
    readonly data: Readonly<Record<string, unknown>>;
    readonly progress: unknown;
    readonly failedReason?: string;
    readonly returnValue: unknown;
  };
}

interface BoardQueue {
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly jobs: readonly { readonly id: string; readonly name: string; readonly failedReason?: string }[];
  readonly readOnlyMode: boolean;
}

/** The product as three processes, looked at only as a browser and its clients do: over HTTP. */
describeEachBackend("the dashboard of the running product", (backend) => {
  const database = useTestDatabase();
  let folder: string;
  let receiver: HttpReceiver;
  let apps: SpawnedApp[];
  let origin: string;
  let user: string;
  let operator: string;

  const sign = async (claims: JWTPayload): Promise<string> =>
    new SignJWT({ tenants: { [tenantId]: { projects: "*" } }, ...claims })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject("ann")
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(PRODUCT_JWT_SECRET));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-dashboard-"));
    receiver = await startHttpReceiver();
    receiver.answerAll({ kind: "respond", status: 503 });
    [user, operator] = await Promise.all([sign({}), sign({ role: "admin" })]);
    const environment = {
      ...productEnvironment(backend, { databaseUrl: database.url, folder }),
      OPERATION_MODULES: TRIAL_MODULE,
      WEBHOOK_ALLOW_PRIVATE: "127.0.0.1/32",
      // Uploads are accepted before their imports have ended.
      IMPORT_WAIT_MS: "0",
    };
    apps = await Promise.all(
      ["api", "operations-worker", "webhook-worker"].map((app) =>
        spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), environment),
      ),
    );
    origin = String(apps[0]?.ready["url"]);
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.kill()));
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  });

  const call = async (path: string, init: RequestInit & { readonly json?: unknown } = {}): Promise<Response> => {
    const { json, ...request } = init;
    const response = await fetch(`${origin}/api/${tenantId}/${projectId}${path}`, {
      ...request,
      headers: {
        authorization: `Bearer ${user}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(json === undefined ? {} : { method: "POST", body: JSON.stringify(json) }),
    });
    expect([path, response.status < 300, response.status]).toEqual([path, true, response.status]);
    return response;
  };
  const start = async (operationName: string, parameters: object, changes: object = {}): Promise<string> => {
    const json = { operationType: "Trial", operationName, priority: "High", parameters, ...changes };
    const { operationId } = (await (await call("/async/operation", { json })).json()) as { operationId: string };
    return operationId;
  };
  const look = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${origin}/admin/queues${path}`, { ...init, headers: { authorization: `Bearer ${operator}` } });
  const jobOf = async (queue: string, id: string): Promise<BoardJob | null> => {
    const answer = await look(`/api/queues/${queue}/${id}`);
    return answer.ok ? ((await answer.json()) as BoardJob) : null;
  };
  const logOf = async (queue: string, id: string): Promise<string[]> =>
    (await (await look(`/api/queues/${queue}/${id}/logs`)).json()) as string[];
  const jobIn = async (queue: string, id: string, status: string): Promise<BoardJob["job"]> => {
    await waitFor(async () => (await jobOf(queue, id))?.status === status, { what: `job ${id} to be ${status}` });
    const job = await jobOf(queue, id);
    if (job === null) throw new Error(`no job ${id}`);
    return job.job;
  };
  const queueOf = async (name: string, status = "latest"): Promise<BoardQueue> => {
    const answer = await look(`/api/queues?activeQueue=${name}&status=${status}&page=1&jobsPerPage=20`);
    const { queues } = (await answer.json()) as { queues: BoardQueue[] };
    const found = queues.find((queue) => queue.name === name);
    if (found === undefined) throw new Error(`no queue ${name}`);
    return found;
  };

  it("shows a running operation with its name, owner, progress, log and worker; and once cancelled, why", async () => {
    const id = await start("Nightly run", HANGS);
    const jobId = `${id}-0`;
    await waitFor(async () => (await logOf("operations", jobId).catch(() => [])).length >= 3, { what: "the log" });
    const job = await jobIn("operations", jobId, "active");
    expect(job).toMatchObject({
      name: "Trial",
      data: { operationId: id, operationName: "Nightly run", operationType: "Trial", ...LABELS },
      progress: { progress: 25, phase: "Trial Phase 2" },
    });
    expect(await logOf("operations", jobId)).toEqual([
      expect.stringMatching(/Z phase "Trial Phase 1" began \(1 of 3\)$/),
      expect.stringMatching(/Z phase "Trial Phase 1" ended after [\d.]+ s$/),
      expect.stringMatching(/Z phase "Trial Phase 2" began \(2 of 3\)$/),
    ]);
    for (const [queue, expected] of [
      ["operations", 1],
      ["datasets", 1],
      // The ledger frees what waits for others: nobody works on gates.
      ["gates", 0],
    ] as const) {
      const { workers } = (await (await look(`/api/queues/${queue}/workers`)).json()) as { workers: object[] };
      expect([queue, workers.length]).toEqual([queue, expected]);
    }
    expect((await queueOf("operations")).counts).toMatchObject({ active: 1 });

    // What the board can't do, it says so, and the operation runs on.
    for (const [method, path] of [
      ["PUT", `/api/queues/operations/${jobId}/clean`],
      ["PUT", `/api/queues/operations/${jobId}/retry/failed`],
      ["PUT", "/api/queues/operations/pause"],
    ] as const) {
      expect((await look(path, { method })).status).toBe(405);
    }
    expect((await queueOf("operations")).readOnlyMode).toBe(true);

    await call(`/async/operation/${id}?reason=not%20needed`, { method: "DELETE" });
    const { failedReason } = await jobIn("operations", jobId, "failed");
    expect(failedReason).toMatch(/^Cancelled by ann in phase "Trial Phase 2": /);
  });

  it("shows each end as it was: Completed with its summary, all others failed with the reason", async () => {
    const [completed, failed, late, behind] = await Promise.all([
      start("Fine", {}),
      start("Broken", { at: 2, behaviour: "refuse" }),
      start("Late", HANGS, { timeout: 1 }),
      start("Given up", HANGS, { timeout: 1, retryPolicy: { maxRetries: 1, retryDelay: 1, backoffMultiplier: 1 } }),
    ]);
    expect(await jobIn("operations", `${completed}-0`, "completed")).toMatchObject({
      name: "Trial",
      returnValue: { phase0: true, phase1: true, phase2: true },
    });
    expect(await jobIn("operations", `${failed}-0`, "failed")).toMatchObject({
      failedReason: 'Failed in phase "Trial Phase 3": the trial was told to refuse (trial_refused)',
    });
    expect((await logOf("operations", `${failed}-0`)).at(-1)).toContain("the trial was told to refuse");
    for (const id of [late, behind]) {
      const { failedReason } = await jobIn("operations", `${id}-0`, "failed");
      expect(failedReason).toMatch(/^Timeout/);
    }
    const list = await queueOf("operations", "failed");
    expect(list.jobs.map(({ id }) => id)).toEqual(expect.arrayContaining([`${failed}-0`, `${late}-0`]));
  });

  it("shows an import as it ended", async () => {
    const upload = async (text: string): Promise<string> => {
      const body = new FormData();
      body.append("file", new Blob([text]), "log.csv");
      const { datasetId } = (await (await call("/datasets", { method: "POST", body })).json()) as { datasetId: string };
      return datasetId;
    };
    const readable = "case,activity,time\n1,a,2024-01-01T00:00:00Z\n1,b,2024-01-02T00:00:00Z\n";
    const [ready, broken] = [await upload(readable), await upload("case,activity\n")];
    expect(await jobIn("datasets", `${ready}-0`, "completed")).toMatchObject({
      name: "DatasetImport",
      data: { datasetName: "log.csv", tenantId, projectId },
      returnValue: { events: 2, cases: 1, activities: 2 },
    });
    const job = await jobIn("datasets", `${broken}-0`, "failed");
    expect(job.failedReason).toMatch(/^Failed/);
    expect((await logOf("datasets", `${broken}-0`)).at(-1)).toContain(job.failedReason);
  });

  it("shows deliveries that are tried again, and messages that reached nobody", async () => {
    const id = await start(
      "Told",
      {},
      {
        callbacks: { onCompletion: `${receiver.url}/done?key=secret` },
        notifications: { email: ["ann@example.com"] },
      },
    );
    await jobIn("operations", `${id}-0`, "completed");
    const retried = async () => (await queueOf("deliveries", "delayed")).jobs[0];
    await waitFor(async () => (await retried()) !== undefined, { what: "a delivery that is tried again" });
    const delivery = await retried();
    expect(delivery).toMatchObject({ name: "operation.completed", failedReason: "the receiver answered 503" });
    expect((await logOf("deliveries", delivery?.id ?? ""))[0]).toContain("answer 503");
    const untold = async () => (await queueOf("notifications", "failed")).jobs;
    await waitFor(async () => (await untold()).length > 0, { what: "the message that can't be sent" });
    expect(await untold()).toMatchObject([{ name: "email", failedReason: expect.stringContaining("SMTP_URL") }]);
  });

  it("counts the same for Prometheus, in the operations worker's metrics", async () => {
    const scrape = async (): Promise<string> =>
      (await fetch(`http://127.0.0.1:${String(apps[1]?.ready["healthPort"])}/metrics`)).text();
    const id = await start("Counted", HANGS);
    await jobIn("operations", `${id}-0`, "active");
    const { completed = -1, failed = -1 } = (await queueOf("operations")).counts;
    let text = "";
    const isThere = async (): Promise<boolean> => {
      text = await scrape();
      return ['queue_jobs{queue="operations",state="active"}', 'operations{state="running",type="Trial"}'].every(
        (series) => text.includes(`longhaul_${series} 1\n`),
      );
    };
    await waitFor(isThere, { what: "the operation and its job in the metrics" });
    for (const line of [
      `longhaul_queue_jobs{queue="operations",state="completed"} ${completed}`,
      `longhaul_queue_jobs{queue="operations",state="failed"} ${failed}`,
      'longhaul_queue_jobs{queue="gates",state="waiting_children"} 0',
      'longhaul_queue_jobs{queue="datasets",state="waiting"} 0',
      'longhaul_notifications{state="failed"} 1',
      'longhaul_operations{state="running",type="Trial"} 1',
      'longhaul_operations{state="waiting",type="other"} 0',
      "longhaul_operations_oldest_waiting_seconds 0",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    for (const line of [
      /^longhaul_operation_claims_total\{type="Trial"\} [1-9]/m,
      /^longhaul_operation_runs_total\{type="Trial",result="completed"\} [1-9]/m,
      /^longhaul_phase_duration_seconds_count\{type="Trial",phase="[^"]+"\} [1-9]/m,
      /^longhaul_reconcile_rounds_total\{result="done"\} [1-9]/m,
      /^longhaul_capacity_units\{resource="cpu_units",state="used"\} [^0]/m,
    ])
      expect(text).toMatch(line);
    await call(`/async/operation/${id}`, { method: "DELETE" });
  });

  it("asks no other server for anything", async () => {
    const page = await look("");
    const html = await page.text();
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none';/);
    // Each source is this server or data in the page itself, so that no browser would ask another.
    const sources = policy.split(";").flatMap((directive) => directive.trim().split(" ").slice(1));
    expect([...new Set(sources)].toSorted()).toEqual(["'none'", "'self'", "data:"]);
    const assets = [...html.matchAll(/(?:src|href)="(?<path>[^"]+)"/g)].map((match) => match.groups?.["path"] ?? "");
    expect(assets.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(0);
    expect(assets.filter((path) => path.endsWith(".css")).length).toBeGreaterThan(0);
    const loads: string[] = [];
    for (const path of assets) {
      const url = new URL(path, `${origin}/admin/queues/`);
      expect(url.origin).toBe(origin);
      const asset = await fetch(url, { headers: { authorization: `Bearer ${operator}` } });
      expect([path, asset.status]).toEqual([path, 200]);
      loads.push(...foreignLoads(await asset.text()).map((load) => `${path}: ${load}`));
    }
    expect([...foreignLoads(html), ...loads]).toEqual([]);
  });
});

/** Places where a page, a style or a script would load from an absolute address; links and names of namespaces load nothing. */
const foreignLoads = (text: string): string[] => [
  ...new Set(
    text.match(
      /(?:@import\s*(?:url\()?|url\(|\bimport\(|\bfetch\(|\bsrc\s*[:=]|new (?:WebSocket|EventSource|Worker)\(|sendBeacon\()\s*["'`]?(?:https?:|wss?:)?\/\/[^\s"'`)]+/g,
    ),
  ),
];
