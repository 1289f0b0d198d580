import { trialWork } from "./trial/trial-work.ts";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createDb, createOperation, createSecretBox, createWebhook } from "@longhaul/db";
import { createQueues, operationJob } from "@longhaul/queue";
import { expect, it, onTestFinished } from "vitest";
import { describeEachBackend } from "./describe-each-backend.ts";
import { spawnApp } from "./spawn-app.ts";
import { startHttpReceiver } from "./start-http-receiver.ts";
import { TRIAL_MODULE } from "./trial/trial-module.ts";
import { useTestDatabase } from "./use-test-database.ts";
import { waitFor } from "./wait-for.ts";
import { patientLimits, patientQueues } from "./patience.ts";

const ROOT = new URL("../../../", import.meta.url);
const OPERATIONS = 30;
/** created is not sent; started, three phases, completed are. */
const EVENTS_EACH = 5;

describeEachBackend("webhooks of operations whose queue is wiped", (backend) => {
  const database = useTestDatabase();

  it("all arrive, each operation's in order", async () => {
    const folder = await mkdtemp(join(tmpdir(), "longhaul-lost-queue-"));
    const db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
    const connection = backend.connection(database.url);
    const queues = patientQueues(createQueues(connection, { onError: () => undefined }));
    onTestFinished(async () => {
      await queues.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    });
    const secretsKey = Buffer.alloc(32, 7);
    const scope = { tenantId: randomUUID(), projectId: randomUUID() };
    const receiver = await startHttpReceiver();
    receiver.answerAll({ kind: "respond", status: 200 });
    const webhookId = `wh-${randomUUID()}`;
    await createWebhook(
      db,
      scope,
      {
        id: webhookId,
        url: receiver.url,
        name: "Test",
        events: ["operation.started", "operation.phase.completed", "operation.completed"],
        filters: {},
        authType: "hmac-sha256",
        secret: createSecretBox([secretsKey]).seal("a secret", webhookId),
        retryPolicy: { maxRetries: 5, retryDelay: 0.1, backoffMultiplier: 1, maxDelay: 1 },
        headers: {},
        createdBy: "test",
      },
      10,
    );
    const ids = Array.from({ length: OPERATIONS }, () => `op-${randomUUID()}`);
    for (const id of ids) {
      const labels = { id, ...scope, type: "TrialInline", name: "Trial", priority: "Normal" } as const;
      await createOperation(db, {
        ...trialWork,
        ...labels,
        parameters: { phaseMs: 5 },
        cpuUnits: 0.5,
        memoryGb: 0.5,
        createdBy: "test",
        phases: [1, 2, 3].map((number) => ({ name: `Trial Phase ${number}`, weight: number === 2 ? 2 : 1 })),
      });
      await queues.add("operations", operationJob({ ...labels, epoch: 0 }));
    }
    const env = {
      DATABASE_URL: database.url,
      ...(connection.backend === "redis"
        ? { REDIS_URL: connection.redisUrl, QUEUE_PREFIX: connection.prefix ?? "" }
        : {}),
      STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
      SCRATCH_DIR: join(folder, "scratch"),
      SECRETS_KEY: secretsKey.toString("base64"),
      OPERATION_MODULES: TRIAL_MODULE,
      WEBHOOK_ALLOW_PRIVATE: "loopback",
      WORKER_CPU_UNITS: "2",
      WORKER_MEMORY_GB: "4",
      HEALTH_PORT: "0",
      LOG_LEVEL: "error",
    };
    const workers = await Promise.all(
      ["operations-worker", "webhook-worker"].map((app) => spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), env)),
    );
    await waitFor(() => receiver.requests.length >= EVENTS_EACH, { what: "the first deliveries" });
    await queues.obliterate();
    /** Sequences of each operation's events in the order in which they first came; one may come again. */
    const arrived = (): Map<string, number[]> => {
      const seen = new Map<string, number[]>();
      for (const { body } of receiver.requests) {
        const event = JSON.parse(body.toString("utf8")) as { sequence: number; data: { operationId: string } };
        const sequences = seen.get(event.data.operationId) ?? [];
        if (!sequences.includes(event.sequence)) sequences.push(event.sequence);
        seen.set(event.data.operationId, sequences);
      }
      return seen;
    };
    const count = (): number => [...arrived().values()].reduce((sum, sequences) => sum + sequences.length, 0);
    await waitFor(() => count() === OPERATIONS * EVENTS_EACH, { what: "all deliveries" });
    await Promise.all(workers.map((worker) => worker.kill()));

    const seen = arrived();
    // Sequences may leave out progress, which this webhook doesn't want.
    const isInOrder = (sequences: readonly number[] = []): boolean =>
      sequences.length === EVENTS_EACH && sequences.every((sequence, idx) => sequence > (sequences[idx - 1] ?? 1));
    expect(ids.filter((id) => !isInOrder(seen.get(id)))).toEqual([]);
  });
});
