import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDb, type Db } from "@longhaul/db";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endLeases } from "./end-leases.ts";
import { PRODUCT_JWT_SECRET, productEnvironment } from "./product-environment.ts";
import { spawnApp } from "./spawn-app.ts";
import type { SpawnedApp } from "./start-app.ts";
import { describeEachBackend } from "./describe-each-backend.ts";
import { useTestDatabase } from "./use-test-database.ts";
import { waitFor } from "./wait-for.ts";
import { patientLimits } from "./patience.ts";

const ROOT = new URL("../../../", import.meta.url);
const [tenantId, projectId] = [randomUUID(), randomUUID()];

interface Status {
  readonly status: string;
  readonly progress: { readonly phasesCompleted: number; readonly percentage: number };
  readonly phases: readonly { readonly phaseName: string; readonly status: string; readonly startTime?: string }[];
}

describeEachBackend("the whole product", (backend) => {
  const database = useTestDatabase();
  let db: Db;
  let folder: string;
  let api: SpawnedApp;
  let worker: SpawnedApp;
  let token: string;

  const start = (app: string): Promise<SpawnedApp> =>
    spawnApp(
      new URL(`apps/${app}/src/main.ts`, ROOT),
      productEnvironment(backend, { databaseUrl: database.url, folder }),
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-tour-"));
    db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
    [api, worker] = await Promise.all([start("api"), start("operations-worker")]);
    token = await new SignJWT({ tenants: { [tenantId]: { projects: "*" } } })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject("ann")
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(PRODUCT_JWT_SECRET));
  });
  afterAll(async () => {
    await Promise.all([api.kill(), worker.kill(), db.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`${String(api.ready["url"])}/api/${tenantId}/${projectId}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(typeof init.body === "string" ? { "content-type": "application/json" } : {}),
      },
    });
    expect([response.status < 300, response.status]).toEqual([true, response.status]);
    return (await response.json()) as T;
  };
  const upload = async (fixture: string): Promise<{ datasetId: string; counts: unknown }> => {
    const path = fileURLToPath(new URL(`packages/event-log/fixtures/${fixture}`, ROOT));
    const body = new FormData();
    body.append("file", await openAsBlob(path), basename(path));
    return call("/datasets", { method: "POST", body });
  };
  const analyse = async (datasetId: string): Promise<string> =>
    (
      await call<{ operationId: string }>("/async/operation", {
        method: "POST",
        body: JSON.stringify({
          operationType: "ProcessMiningAnalysis",
          operationName: "Tour",
          parameters: { datasetId },
        }),
      })
    ).operationId;
  const statusOf = (operationId: string): Promise<Status> => call(`/async/operation/${operationId}`);
  const ended = async (operationId: string): Promise<Status> => {
    await waitFor(async () => !["Initiated", "Running"].includes((await statusOf(operationId)).status), {
      what: "the end",
    });
    return statusOf(operationId);
  };

  it.each(["receipt.xes.gz", "receipt.csv", "receipt.parquet"])(
    "mines %s from the upload to a process map",
    async (fixture) => {
      const { datasetId, counts } = await upload(fixture);
      expect(counts).toEqual({ events: 8577, cases: 1434, activities: 27, errorRecords: 0 });
      const operationId = await analyse(datasetId);
      expect(await ended(operationId)).toMatchObject({ status: "Completed", progress: { percentage: 100 } });
      const results = await call<{
        readonly summary: unknown;
        readonly phaseResults: readonly {
          readonly results: { readonly predictions?: { readonly models: readonly { readonly offered: boolean }[] } };
        }[];
        readonly artifacts: readonly { readonly name: string; readonly format: string; readonly downloadUrl: string }[];
        readonly performance: unknown;
      }>(`/async/operation/${operationId}/results?format=detailed`);
      expect(results.summary).toMatchObject({ recordsAnalyzed: 8577, casesAnalyzed: 1434, processVariants: 116 });
      expect(results.phaseResults[1]).toMatchObject({
        results: { processModel: { activities: 27, transitions: 99, variants: 116 } },
      });
      const formats = new Set(results.artifacts.map((artifact) => artifact.format));
      expect([...formats]).toEqual(expect.arrayContaining(["SVG", "JSON", "CSV"]));
      // A model is offered where it is better than its baselines.
      const offered = results.phaseResults.flatMap((phase) => phase.results.predictions?.models ?? []);
      expect(formats.has("ONNX")).toBe(offered.some((model) => model.offered));
      const map =
        results.artifacts.find((artifact) => artifact.name === "Process Model Visualization")?.downloadUrl ?? "";
      const svg = await (await fetch(map)).text();
      expect(svg).toContain("<svg");
      expect(svg).toContain("1,434");
      const { execution } = await call<{
        readonly execution: { readonly resourceUsage: { readonly networkIO: string } };
      }>(`/async/operation/${operationId}`);
      expect(execution.resourceUsage.networkIO).toMatch(/^[\d.]+ [KM]B$/);
      const { rows } = await db.query<{ moved: number; stored: number }>(
        `SELECT (o.usage ->> 'networkBytes')::int8 AS moved, d.table_bytes + (
           SELECT sum(a.size_bytes) FROM artifacts a WHERE a.operation_id = o.id)::int8 AS stored
         FROM operations o JOIN datasets d ON d.id = o.dataset_id WHERE o.id = $1`,
        [operationId],
      );
      // The table is read by more than one phase, and statements come on top.
      expect(rows[0]?.moved).toBeGreaterThan(rows[0]?.stored ?? Infinity);
    },
  );

  it("completes an operation whose worker is killed in mid-phase, without running completed phases again", async () => {
    const { datasetId } = await upload("teleclaims.xes.gz");
    const operationId = await analyse(datasetId);
    await waitFor(async () => (await statusOf(operationId)).progress.phasesCompleted === 2, {
      what: "two completed phases",
    });
    const before = await statusOf(operationId);
    await worker.kill("SIGKILL");
    await endLeases(db, String(worker.ready["workerName"]));
    worker = await start("operations-worker");
    const after = await ended(operationId);
    expect(after.status).toBe("Completed");
    expect(after.phases.slice(0, 2)).toEqual(before.phases.slice(0, 2));
    await worker.kill();
  });
});
