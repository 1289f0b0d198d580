import { randomUUID } from "node:crypto";
import {
  cancelOperation,
  claimOperation,
  createDb,
  createOperation,
  createSecretBox,
  recordProgress,
  type Db,
  type NewOperation,
  type Scope,
} from "@longhaul/db";
import { createLogger, type RunningService } from "@longhaul/runtime";
import { useTestDatabase, waitFor } from "@longhaul/testing";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { readConfig } from "../config.ts";
import { startWorker } from "../start-worker.ts";

export const SECRETS_KEY = Buffer.alloc(32, 7);
export const OLD_KEY = Buffer.alloc(32, 8);

export interface WebhookWish {
  readonly url: string;
  readonly events?: readonly string[];
  readonly filters?: Record<string, unknown>;
  readonly secret?: string;
  readonly previousSecret?: string;
  readonly retryPolicy?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

export interface DeliveryRow {
  readonly id: string;
  readonly destination: string;
  readonly event_type: string;
  readonly sequence: number;
  readonly status: string;
  readonly attempts: number;
  readonly last_status_code: number | null;
  readonly last_error: string | null;
  readonly next_attempt_at: Date;
}

/** A database of its own and what tests of deliveries do with it. */
export interface DeliveryBench {
  db(): Db;
  databaseUrl(): string;
  readonly scope: Scope;
  /** A worker in this process; ended with the test. */
  startWorker(env?: Record<string, string>): Promise<RunningService>;
  addWebhook(wish: WebhookWish, scope?: Scope): Promise<string>;
  /** An operation that is running. */
  startOperation(changes?: Partial<NewOperation>): Promise<string>;
  progress(operationId: string, percentage: number): Promise<void>;
  cancel(operationId: string): Promise<void>;
  deliveriesOf(destination: string): Promise<DeliveryRow[]>;
  /** Resolves with all deliveries once none waits or is in flight. */
  settled(destination: string, timeoutMs?: number): Promise<DeliveryRow[]>;
}

export const WORKER_ENV = {
  SECRETS_KEY: SECRETS_KEY.toString("base64"),
  WEBHOOK_ALLOW_PRIVATE: "loopback",
  WEBHOOK_TIMEOUT: "1s",
  WEBHOOK_BREAKER_OPEN: "50ms",
  HEALTH_PORT: "0",
  LOG_LEVEL: "error",
};

const LEASE_MS = 600_000;

export function useDeliveries(): DeliveryBench {
  const database = useTestDatabase();
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  const box = createSecretBox([SECRETS_KEY, OLD_KEY]);
  let db: Db;
  beforeAll(() => {
    db = createDb({ databaseUrl: database.url, applicationName: "test" });
  });
  afterAll(() => db.close());

  const deliveriesOf = async (destination: string): Promise<DeliveryRow[]> => {
    const { rows } = await db.query<DeliveryRow & { [column: string]: unknown }>(
      `SELECT id, destination, event_type, sequence, status, attempts, last_status_code, last_error, next_attempt_at
       FROM deliveries WHERE destination = $1 ORDER BY event_position`,
      [destination],
    );
    return rows;
  };

  return {
    scope,
    db: () => db,
    databaseUrl: () => database.url,
    deliveriesOf,
    async startWorker(env = {}) {
      const config = readConfig({ ...WORKER_ENV, DATABASE_URL: database.url, ...env });
      const worker = await startWorker(config, createLogger({ service: "test", level: config.logLevel }));
      onTestFinished(async () => {
        await worker.drain?.();
        await worker.stop();
      });
      return worker;
    },
    async addWebhook(wish, where = scope) {
      const id = `wh-${randomUUID()}`;
      await db.query(
        `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, secret, previous_secret,
           previous_secret_expires, retry_policy, headers, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, 'hmac-sha256', $7, $8, now() + interval '1 hour', $9, $10, 'ann')`,
        [
          id,
          where.tenantId,
          where.projectId,
          wish.url,
          wish.events ?? ["operation.started", "operation.cancelled"],
          wish.filters ?? {},
          wish.secret === undefined ? null : box.seal(wish.secret, id),
          wish.previousSecret === undefined ? null : box.seal(wish.previousSecret, id),
          { maxRetries: 3, retryDelay: 0.02, backoffMultiplier: 1, maxDelay: 1, ...wish.retryPolicy },
          wish.headers ?? {},
        ],
      );
      return id;
    },
    async startOperation(changes = {}) {
      const id = `op-${randomUUID()}`;
      await createOperation(db, {
        id,
        ...scope,
        type: "ProcessMiningAnalysis",
        name: "Analysis",
        priority: "Normal",
        parameters: {},
        timeoutSec: 3600,
        cpuUnits: 1,
        memoryGb: 1,
        estimatedLowSec: 1,
        estimatedHighSec: 2,
        createdBy: "ann",
        phases: [{ name: "Load", weight: 1 }],
        ...changes,
      });
      await claimOperation(db, {
        operationId: id,
        executionId: `exec-${randomUUID()}`,
        workerNode: "w",
        leaseMs: LEASE_MS,
      });
      return id;
    },
    async progress(operationId, percentage) {
      await db.query("UPDATE operations SET last_progress_at = NULL WHERE id = $1", [operationId]);
      const report = { phaseIdx: 0, percentage, phaseProgress: percentage };
      await recordProgress(db, { operationId, epoch: 1, leaseMs: LEASE_MS, ...report });
    },
    async cancel(operationId) {
      await cancelOperation(db, scope, {
        operationId,
        cancelledBy: "ann",
        preservePartialResults: true,
        forceTermination: false,
        notifyCallbacks: true,
      });
    },
    async settled(destination, timeoutMs = 10_000) {
      await waitFor(
        async () => {
          const rows = await deliveriesOf(destination);
          return rows.length > 0 && rows.every((row) => row.status !== "Pending" && row.status !== "InFlight");
        },
        { timeoutMs, what: `the end of all deliveries to ${destination}` },
      );
      return deliveriesOf(destination);
    },
  };
}
