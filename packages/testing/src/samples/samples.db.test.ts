import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPython } from "../service/start-example.ts";
import { spawnApp } from "../spawn-app.ts";
import type { SpawnedApp } from "../start-app.ts";
import { startHttpReceiver, type HttpReceiver } from "../start-http-receiver.ts";
import { useTestDatabase } from "../use-test-database.ts";
import { waitFor } from "../wait-for.ts";

const ROOT = new URL("../../../../", import.meta.url);
const JWT_SECRET = "a secret of at least thirty-two bytes";
const [tenantId, projectId] = [randomUUID(), randomUUID()];
/** The ids that the contract's samples are written with. */
const SAMPLE_DATASET = "880e8400-e29b-41d4-a716-446655440000";

const python = await findPython("requests");

/** A log of January 2024, the month that the samples ask for. */
function januaryLog(): string {
  const lines = ["case,activity,timestamp"];
  for (let item = 0; item < 120; item++) {
    const start = Date.UTC(2024, 0, 1 + (item % 28), 8, item % 60);
    const steps = item % 3 === 0 ? ["Receive", "Check", "Repair", "Check", "Ship"] : ["Receive", "Check", "Ship"];
    for (const [index, step] of steps.entries())
      lines.push(`case-${item},${step},${new Date(start + index * 3_600_000 * (1 + (item % 5))).toISOString()}`);
  }
  return lines.join("\n");
}

describe("the samples of the contract", () => {
  const database = useTestDatabase();
  let folder: string;
  let apps: SpawnedApp[];
  let receiver: HttpReceiver;
  let token: string;
  let origin: string;
  let datasetId: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-samples-"));
    receiver = await startHttpReceiver();
    const env = {
      NODE_ENV: "test",
      DATABASE_URL: database.url,
      STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
      SCRATCH_DIR: join(folder, "scratch"),
      JWT_SECRET,
      DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
      SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
      WEBHOOK_ALLOW_PRIVATE: "loopback",
      HOST: "127.0.0.1",
      PORT: "0",
      HEALTH_PORT: "0",
      LOG_LEVEL: "warn",
    };
    apps = await Promise.all(
      ["api", "operations-worker", "webhook-worker"].map((app) =>
        spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), env),
      ),
    );
    origin = String(apps[0]?.ready["url"]);
    token = await new SignJWT({ tenants: { [tenantId]: { projects: "*", role: "admin" } } })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject("ann")
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(JWT_SECRET));
    datasetId = await upload(januaryLog());
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.kill()));
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function upload(csv: string): Promise<string> {
    const body = new FormData();
    body.append("file", new Blob([csv]), "january.csv");
    const { datasetId: id } = await call<{ datasetId: string }>("/datasets", { method: "POST", body });
    return id;
  }

  async function call<Answer>(path: string, init: Pick<RequestInit, "method" | "body"> = {}): Promise<Answer> {
    const response = await fetch(`${origin}/api/${tenantId}/${projectId}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}` },
    });
    return (await response.json()) as Answer;
  }

  /** A sample with its base URL, ids, token and hosts put in; nothing else of it is touched. */
  async function sample(file: string): Promise<string> {
    const text = await readFile(new URL(file, import.meta.url), "utf8");
    return text
      .replaceAll("https://your-app.com", receiver.url.replace(/\/$/, ""))
      .replaceAll(SAMPLE_DATASET, datasetId)
      .replaceAll("/api/{tenantId}/{projectId}", `${origin}/api/${tenantId}/${projectId}`);
  }

  function run(command: string, path: string): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve) => {
      const child = spawn(command, [path], { stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.once("close", (code) => resolve({ code, output }));
    });
  }

  it("in JavaScript registers a webhook, starts an analysis, follows it to its end and gets its results", async () => {
    // The sample polls once a minute; a test need not wait for that.
    const shortenPause =
      "const patient = globalThis.setTimeout; globalThis.setTimeout = (run, ms, ...rest) => patient(run, ms === 60000 ? 300 : ms, ...rest);\n";
    const path = join(folder, "workflow.mjs");
    await writeFile(
      path,
      `const token = ${JSON.stringify(token)};\n${shortenPause}${await sample("workflow.sample.js.txt")}`,
    );
    const { code, output } = await run(process.execPath, path);
    expect([code, output]).toEqual([0, expect.stringContaining("Opération terminée avec succès !")]);
    expect(output).toMatch(/Webhook enregistré : wh-/);
    expect(output).toMatch(/Artefacts générés :\n- .*downloads\//);
    const sent = (to: string): boolean => receiver.requests.some((request) => request.path === to);
    await waitFor(() => sent("/webhooks/completion") && sent("/webhooks/async-operations"), {
      what: "the callbacks",
    });
  });

  it("in JavaScript cleans a log, mines the dataset that comes out, and reports", async () => {
    const clean = januaryLog();
    const [header = "", ...rows] = clean.split("\n");
    const untimed = rows.map((row, at) => (at === 12 ? row.replace(/[^,]*$/, "") : row));
    const dirty = [header, ...untimed, ...rows.slice(0, 7)].join("\n").replace("Repair", "Repiar");
    const raw = await upload(dirty);
    const source = (await sample("workflow.sample.js.txt"))
      .replace("raw-dataset-123", raw)
      .replace(/runAsyncWorkflow\(\);\s*$/, "console.log(JSON.stringify(await submitBatchOperations()));");
    const path = join(folder, "batch.mjs");
    await writeFile(path, `const token = ${JSON.stringify(token)};\n${source}`);
    const { output } = await run(process.execPath, path);
    const batch = JSON.parse(output) as { batchId: string; operations: { operationId: string }[] };
    const [cleaning, analysis, report] = batch.operations.map(({ operationId }) => operationId);
    const resultsOf = async (id = "") =>
      call<{ success: boolean; summary: Record<string, unknown>; artifacts: { format: string }[] }>(
        `/async/operation/${id}/results`,
      );
    await waitFor(
      async () => (await call<{ status: string }>(`/async/batch/${batch.batchId}`)).status === "Completed",
      { what: "the end of the batch" },
    );

    const cleaned = await resultsOf(cleaning);
    expect(cleaned.summary).toMatchObject({
      recordsBefore: rows.length + 6,
      // The time that was missing. A misspelling is proposed, and merged only where somebody says so: its row stays two.
      recordsChanged: 1,
      recordsDropped: 6,
      recordsAfter: rows.length + 1,
      activitiesAfter: 5,
    });
    const made = await call<Record<string, unknown>>(`/datasets/${String(cleaned.summary["outputDatasetId"])}`);
    expect(made).toMatchObject({
      status: "Ready",
      counts: { events: rows.length + 1, cases: 120, activities: 5, errorRecords: 0 },
      lineage: { derivedFrom: { datasetId: raw, operationId: cleaning } },
    });
    expect((await resultsOf(analysis)).summary).toMatchObject({ recordsAnalyzed: rows.length + 1, casesAnalyzed: 120 });
    expect((await resultsOf(report)).artifacts.map(({ format }) => format)).toEqual(
      expect.arrayContaining(["PDF", "PowerPoint"]),
    );
  });

  it.skipIf(python === null)(
    `in Python${python === null ? " (skipped: there is no Python with requests)" : ""} manages operations`,
    async () => {
      // The document breaks off in its last statement; this is how it has to go on.
      const source = (await sample("async_operation_manager.sample.py.txt")).replace(
        /response = requests\s*$/,
        "response = requests.post(url, json=payload, headers=self.headers)\n        return response.json()\n",
      );
      const path = join(folder, "manager.py");
      await writeFile(
        path,
        `${source}
manager = AsyncOperationManager(${JSON.stringify(origin)}, ${JSON.stringify(tenantId)}, ${JSON.stringify(projectId)}, ${JSON.stringify(token)})
webhook = manager.register_webhook(${JSON.stringify(`${receiver.url.replace(/\/$/, "")}/webhooks/python`)}, ['operation.completed', 'operation.failed'])
assert webhook['webhookId'].startswith('wh-'), webhook
started = manager.start_operation('ProcessMiningAnalysis', 'From Python', {'datasetId': ${JSON.stringify(datasetId)}})
assert started['status'] == 'Initiated', started
status = manager.get_operation_status(started['operationId'])
while status['status'] in ('Initiated', 'Running'):
    time.sleep(0.2)
    status = manager.get_operation_status(started['operationId'])
assert status['status'] == 'Completed', status
assert manager.get_operation_results(started['operationId'])['success'] is True
assert manager.list_operations(status='Completed', operation_type='ProcessMiningAnalysis')['summary']['completed'] >= 1
other = manager.start_operation('ProcessMiningAnalysis', 'To cancel', {'datasetId': ${JSON.stringify(datasetId)}})
assert manager.cancel_operation(other['operationId'])['status'] == 'Cancelled'
retried = manager.retry_operation(other['operationId'])
assert retried['retryNumber'] == 1, retried
print('all done')
`,
      );
      expect(await run(python ?? "python3", path)).toEqual({ code: 0, output: "all done\n" });
    },
  );
});
