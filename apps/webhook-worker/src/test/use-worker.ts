import { randomUUID } from "node:crypto";
import {
  completeOperation,
  createDb,
  createOperation,
  createSecretBox,
  createWebhook,
  failOperation,
  findOperation,
  listDeliveries,
  recordProgress,
  type Db,
  type DeliveryRecord,
  type OperationView,
  type Scope,
  type WebhookSettings,
} from "@longhaul/db";
import { createLogger, type RunningService } from "@longhaul/runtime";
import {
  claimOperation,
  commitPhase,
  patientLimits,
  startPhase,
  trialWork,
  useTestDatabase,
  waitFor,
} from "@longhaul/testing";
import { afterAll, afterEach, beforeAll } from "vitest";
import { readConfig, type WebhookWorkerConfig } from "../settings/config.ts";
import { startWorker } from "../start-worker.ts";

export const SECRET = "a secret of a webhook";
export const SECRETS_KEY = Buffer.alloc(32, 7).toString("base64");

export interface TestWorker {
  readonly scope: { readonly tenantId: string; readonly projectId: string };
  databaseUrl(): string;
  db(): Db;
  /** Settings of a worker as its environment would give them. */
  env(changes?: Record<string, string>): Record<string, string>;
  /** Starts a worker in this process; it ends with the test. @returns the port of its health and metrics */
  start(changes?: Record<string, string>): Promise<number>;
  /** Registers a webhook and returns its id. */
  register(url: string, changes?: Partial<WebhookSettings>): Promise<string>;
  /** Accepts an operation and lets it start: one `operation.started` event. */
  startOperation(callbacks?: Record<string, string>): Promise<RunningOperation>;
  /** Accepts an operation of whose end people are to be told, and ends it: it fails for the `reason`, if there is one. */
  tell(
    notifications: Record<string, unknown>,
    how?: { readonly reason?: string; readonly of?: Scope },
  ): Promise<string>;
  view(operationId: string, of?: Scope): Promise<OperationView>;
  deliveries(webhookId: string): Promise<readonly DeliveryRecord[]>;
  /** Resolves with the only delivery of a webhook once it has ended. */
  ended(webhookId: string): Promise<DeliveryRecord>;
}

export interface RunningOperation {
  readonly operationId: string;
  readonly epoch: number;
  /** Reports progress, which makes an `operation.progress` event when it has grown. */
  progress(percentage: number): Promise<void>;
}

const COMMIT = {
  phaseIdx: 0,
  phaseName: "Only",
  percentage: 99,
  fingerprint: "f",
  output: {},
  files: {},
  artifacts: [],
  detail: {},
};

/** A database for the file, and workers on it. */
export function useWorker(): TestWorker {
  const database = useTestDatabase();
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  const box = createSecretBox([Buffer.from(SECRETS_KEY, "base64")]);
  let db: Db;
  const running: RunningService[] = [];
  beforeAll(() => {
    db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  });
  afterEach(async () => {
    for (const worker of running.splice(0)) {
      await worker.drain?.(30_000);
      await worker.stop();
    }
    await db.query("DELETE FROM webhooks");
    await db.query("DELETE FROM deliveries");
    await db.query("DELETE FROM delivery_lanes");
  });
  afterAll(() => db.close());

  const env = (changes: Record<string, string> = {}): Record<string, string> => ({
    NODE_ENV: "test",
    DATABASE_URL: database.url,
    SECRETS_KEY,
    WORKER_NAME: "w1",
    HEALTH_PORT: "0",
    LOG_LEVEL: "error",
    WEBHOOK_ALLOW_PRIVATE: "loopback",
    WEBHOOK_TIMEOUT: "60s",
    WEBHOOK_BREAKER_FAILURES: "100",
    ...changes,
  });

  const self: TestWorker = {
    scope,
    env,
    databaseUrl: () => database.url,
    db: () => db,
    async start(changes) {
      const config: WebhookWorkerConfig = readConfig(env(changes));
      const worker = await startWorker(config, createLogger({ service: "webhook-worker", level: config.logLevel }));
      running.push(worker);
      return Number(worker.ready?.["healthPort"]);
    },
    async register(url, changes = {}) {
      const id = `wh-${randomUUID()}`;
      await createWebhook(
        db,
        scope,
        {
          id,
          url,
          name: "Test",
          events: ["operation.started", "operation.progress"],
          filters: { minProgressIncrement: 1 },
          authType: "hmac-sha256",
          secret: box.seal(SECRET, id),
          retryPolicy: { maxRetries: 2, retryDelay: 0.05, backoffMultiplier: 1, maxDelay: 1 },
          headers: {},
          createdBy: "test",
          ...changes,
        },
        1000,
      );
      return id;
    },
    async startOperation(callbacks) {
      const operationId = `op-${randomUUID()}`;
      await createOperation(db, {
        id: operationId,
        ...scope,
        ...trialWork,
        createdBy: "test",
        ...(callbacks === undefined ? {} : { callbacks }),
      });
      const executionId = `exec-${randomUUID()}`;
      const claimed = await claimOperation(db, { operationId, executionId, workerNode: "w", leaseMs: 600_000 });
      const epoch = claimed?.operation.epoch ?? 0;
      return {
        operationId,
        epoch,
        async progress(percentage) {
          await recordProgress(db, {
            operationId,
            epoch,
            leaseMs: 600_000,
            phaseIdx: 0,
            percentage,
            phaseProgress: percentage,
          });
        },
      };
    },
    async tell(notifications, { reason, of = scope } = {}) {
      const operationId = `op-${randomUUID()}`;
      await createOperation(db, { id: operationId, ...of, ...trialWork, createdBy: "test", notifications });
      const claim = { operationId, executionId: `exec-${randomUUID()}`, workerNode: "w", leaseMs: 600_000 };
      const epoch = (await claimOperation(db, claim))?.operation.epoch ?? 0;
      const owned = { operationId, epoch, leaseMs: 600_000 };
      await startPhase(db, { ...owned, phaseIdx: 0 });
      await commitPhase(db, { ...owned, ...COMMIT });
      const isEnded = await (reason === undefined
        ? completeOperation(db, { operationId, epoch, summary: {} })
        : failOperation(db, { operationId, epoch, error: { code: "trial_refused", message: reason } }));
      if (!isEnded) throw new Error("the operation could not be ended");
      return operationId;
    },
    async view(operationId, of = scope) {
      const found = await findOperation(db, of, operationId);
      if (found === null) throw new Error(`no operation ${operationId}`);
      return found;
    },
    async deliveries(webhookId) {
      return (await listDeliveries(db, scope, { kind: "webhook", id: webhookId }, {}, { size: 1000, offset: 0 }))
        .deliveries;
    },
    async ended(webhookId) {
      return waitFor(
        async () => {
          const [delivery, ...others] = await self.deliveries(webhookId);
          if (others.length > 0) throw new Error("there is more than one delivery");
          return delivery !== undefined && delivery.endedAt !== null && delivery;
        },
        { what: "the delivery's end" },
      );
    },
  };
  return self;
}
