import { fork, type ChildProcess } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { patientLimits } from "@longhaul/testing";
import { createDb, createSecretBox, migrate, type Db } from "@longhaul/db";

export const SECRETS_KEY = createHash("sha256").update("a key of the bench").digest();

export interface Arrival {
  readonly eventId: string;
  readonly path: string;
  readonly atMs: number;
}

export interface BenchReceiver {
  readonly port: number;
  count(): Promise<number>;
  /** Arrivals since the last call. */
  take(): Promise<readonly Arrival[]>;
  stop(): void;
}

export async function startReceiver(): Promise<BenchReceiver> {
  const child: ChildProcess = fork(new URL("receiver.ts", import.meta.url), {
    execArgv: [],
    serialization: "advanced",
  });
  const answer = async <T>(question: string | null): Promise<T> => {
    const reply = once(child, "message");
    if (question !== null) child.send(question);
    return ((await reply) as [T])[0];
  };
  const { port } = await answer<{ port: number }>(null);
  return {
    port,
    count: async () => (await answer<{ count: number }>("count")).count,
    take: async () => (await answer<{ arrivals: Arrival[] }>("take")).arrivals,
    stop: () => child.kill(),
  };
}

export interface BenchLedger {
  readonly db: Db;
  /** Adds webhooks with the given URLs and HMAC signatures. @returns their ids */
  addWebhooks(urls: readonly string[]): Promise<string[]>;
  /** Adds `count` events of about 1 KB, in turn to each webhook. */
  addEvents(webhookIds: readonly string[], count: number): Promise<void>;
  unfinished(): Promise<number>;
  clear(): Promise<void>;
}

export async function openLedger(databaseUrl: string): Promise<BenchLedger> {
  await migrate(databaseUrl);
  const db = createDb({ databaseUrl, applicationName: "bench", limits: patientLimits() });
  const box = createSecretBox([SECRETS_KEY]);
  const scope = [randomUUID(), randomUUID()];
  return {
    db,
    async addWebhooks(urls) {
      const ids = urls.map(() => `wh-${randomUUID()}`);
      await db.query(
        `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, secret, retry_policy, headers, created_by)
         SELECT w.id, $1, $2, w.url, '{}', '{}', 'hmac-sha256', w.secret,
           '{"maxRetries": 5, "retryDelay": 1, "backoffMultiplier": 2, "maxDelay": 60}', '{"X-Source": "bench"}', 'bench'
         FROM unnest($3::text[], $4::text[], $5::jsonb[]) AS w (id, url, secret)`,
        [...scope, ids, urls, ids.map((id) => box.seal("a secret of the benchmark", id))],
      );
      return ids;
    },
    async addEvents(webhookIds, count) {
      await db.query(
        `WITH n AS (
           SELECT 'evt-' || gen_random_uuid() AS id, ($3::text[])[1 + i % cardinality($3::text[])] AS webhook FROM generate_series(0, $4::int - 1) i
         ), e AS (
           INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
           SELECT n.id, $1, $2, 1, 'operation.progress', json_build_object('id', n.id, 'type', 'operation.progress', 'sequence', 1, 'webhook', n.webhook,
             'data', json_build_object('text', repeat('a progress report of a kilobyte ', 28)))::text FROM n
           RETURNING id, position
         ), d AS (
           INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, url, event_type, sequence, max_attempts)
           SELECT 'dlv-' || gen_random_uuid(), e.position, $1, $2, 'webhook:' || w.id, w.id, w.url, 'operation.progress', 1, 6
           FROM e JOIN n ON n.id = e.id JOIN webhooks w ON w.id = n.webhook
         )
         SELECT count(*) FROM e`,
        [...scope, webhookIds, count],
      );
    },
    async unfinished() {
      const { rows } = await db.query<{ n: number }>(
        "SELECT count(*) AS n FROM deliveries WHERE status IN ('Pending', 'InFlight')",
      );
      return rows[0]?.n ?? 0;
    },
    async clear() {
      await db.query("TRUNCATE deliveries, delivery_attempts, delivery_lanes, events, webhooks CASCADE");
    },
  };
}

/** Environment of a worker that may reach the receiver. */
export function workerEnv(databaseUrl: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    SECRETS_KEY: SECRETS_KEY.toString("base64"),
    WEBHOOK_ALLOW_PRIVATE: "loopback",
    HEALTH_PORT: "0",
    LOG_LEVEL: "warn",
    ...more,
  };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
