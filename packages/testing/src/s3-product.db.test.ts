import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDb } from "@longhaul/db";
import { SignJWT } from "jose";
import { expect, it, onTestFinished } from "vitest";
import { postgresBackend } from "./describe-each-backend.ts";
import { PRODUCT_JWT_SECRET, productEnvironment } from "./product-environment.ts";
import { spawnApp } from "./spawn-app.ts";
import { S3_BUCKET, S3_CREDENTIALS, startS3Server } from "./start-s3-server.ts";
import { startTcpProxy } from "./start-tcp-proxy.ts";
import { useTestDatabase } from "./use-test-database.ts";
import { waitFor } from "./wait-for.ts";
import { patientLimits } from "./patience.ts";

const ROOT = new URL("../../../", import.meta.url);
const [tenantId, projectId] = [randomUUID(), randomUUID()];
const database = useTestDatabase();

it("keeps everything in S3, and tells as networkIO what an operation moved to and from it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-s3-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "s3"));
  const s3 = await startS3Server(join(folder, "s3"));
  onTestFinished(() => s3.close());
  // Only the worker goes this way.
  const proxy = await startTcpProxy("127.0.0.1", Number(new URL(s3.endpoint).port));
  onTestFinished(() => proxy.close());
  const start = (app: string, port: string | number) =>
    spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), {
      ...productEnvironment(postgresBackend(), { databaseUrl: database.url, folder }),
      ...S3_CREDENTIALS,
      STORAGE_URL: `s3://${S3_BUCKET}?endpoint=${encodeURIComponent(`http://127.0.0.1:${port}`)}`,
    });
  const [api, worker] = await Promise.all([
    start("api", new URL(s3.endpoint).port),
    start("operations-worker", proxy.port),
  ]);
  onTestFinished(() => Promise.all([api.kill(), worker.kill()]).then(() => undefined));
  const token = await new SignJWT({ tenants: { [tenantId]: { projects: "*" } } })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("ann")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(PRODUCT_JWT_SECRET));
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`${String(api.ready["url"])}/api/${tenantId}/${projectId}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(typeof init.body === "string" ? { "content-type": "application/json" } : {}),
      },
    });
    expect([path, response.status < 300, response.status]).toEqual([path, true, response.status]);
    return (await response.json()) as T;
  };

  const file = await openAsBlob(new URL("packages/event-log/fixtures/receipt.csv", ROOT));
  const body = new FormData();
  body.append("file", file, "receipt.csv");
  const { datasetId } = await call<{ datasetId: string }>("/datasets", { method: "POST", body });
  const before = proxy.movedBytes();
  // The whole file and its table.
  expect(before).toBeGreaterThan(file.size);

  const { operationId } = await call<{ operationId: string }>("/async/operation", {
    method: "POST",
    body: JSON.stringify({
      operationType: "DataEnrichment",
      operationName: "S3",
      parameters: { datasetId, derivedColumns: ["hour"] },
    }),
  });
  interface Status {
    readonly status: string;
    readonly execution: { readonly resourceUsage: { readonly networkIO: string } };
  }
  const status = async () => call<Status>(`/async/operation/${operationId}`);
  await waitFor(async () => !["Initiated", "Running"].includes((await status()).status), { what: "the end" });
  const moved = proxy.movedBytes() - before;
  const ended = await status();
  expect(ended.status).toBe("Completed");
  expect(ended.execution.resourceUsage.networkIO).toMatch(/^[\d.]+ [KM]B$/);

  const db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  onTestFinished(() => db.close());
  const { rows } = await db.query<{ counted: number; tables: number }>(
    `SELECT (usage ->> 'networkBytes')::int8 AS counted, (SELECT sum(table_bytes) FROM datasets)::int8 AS tables
     FROM operations WHERE id = $1`,
    [operationId],
  );
  const { counted = 0, tables = Infinity } = rows[0] ?? {};
  // One table was read, the other written.
  expect(moved).toBeGreaterThan(tables);
  // The worker asks now and then whether its storage is there, and that is none of the operation's; the database is.
  expect(counted).toBeGreaterThan(0.95 * moved);
  expect(counted).toBeLessThan(2 * moved);
});
