import { migrate } from "@longhaul/db";
import { migrateQueue, queueConnectionFromUrls } from "@longhaul/queue";
import { Client } from "pg";
import { createRunFolder } from "../run-folder.ts";
import { createPrivatePostgres } from "../start-postgres.ts";
import { createPrivateRedis } from "../start-redis.ts";
import { startTcpProxy, type TcpProxy } from "../start-tcp-proxy.ts";
import type { PrivateServer } from "../private-server.ts";

/** Postgres and Redis for one trial, which may kill them. */
export interface Stores {
  readonly postgres: PrivateServer;
  /** Null where the queue lives on Postgres. */
  readonly redis: PrivateServer | null;
  /** The proxy through which the product reaches Postgres. */
  readonly proxy: TcpProxy;
  /** The proxy through which the product reaches Redis. */
  readonly redisProxy: TcpProxy | null;
  /** URLs for the product. */
  readonly urls: { readonly databaseUrl: string; readonly redisUrl: string | null };
  /** Starts both, and brings them up to date. */
  start(): Promise<void>;
  /** Queries Postgres without the proxy. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Whether Postgres answers. */
  readonly answers: () => Promise<boolean>;
  /** Sets whether Redis keeps its data over a restart. Takes effect at its next start. */
  keepQueue(keeps: boolean): void;
  close(): Promise<void>;
}

/** @param redisServerPath the redis-server for the queue; null where the queue lives on Postgres */
export async function createStores(redisServerPath: string | null): Promise<Stores> {
  const folder = await createRunFolder();
  let keepsQueue = false;
  const postgres = await createPrivatePostgres(folder.path);
  const redis =
    redisServerPath === null ? null : await createPrivateRedis(redisServerPath, folder.path, () => keepsQueue);
  const proxyOf = async (url: string): Promise<TcpProxy> => {
    const { hostname, port } = new URL(url);
    return startTcpProxy(hostname, Number(port));
  };
  const proxy = await proxyOf(postgres.url);
  const redisProxy = redis === null ? null : await proxyOf(redis.url);
  const through = (url: string, { port }: TcpProxy): string => {
    const changed = new URL(url);
    changed.host = `127.0.0.1:${port}`;
    return changed.href;
  };
  const query: Stores["query"] = async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
    const client = new Client({ connectionString: postgres.url });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  return {
    postgres,
    redis,
    proxy,
    redisProxy,
    urls: {
      databaseUrl: through(postgres.url, proxy),
      redisUrl: redis === null || redisProxy === null ? null : through(redis.url, redisProxy),
    },
    async start() {
      // A process that connects before the migrations are done would exit.
      await proxy.cut();
      await Promise.all([postgres.start(), redis?.start()]);
      await migrate(postgres.url);
      await migrateQueue(queueConnectionFromUrls({ databaseUrl: postgres.url, redisUrl: redis?.url }));
      await proxy.restore();
    },
    query,
    answers: () =>
      query("SELECT 1").then(
        () => true,
        () => false,
      ),
    keepQueue(keeps) {
      keepsQueue = keeps;
    },
    async close() {
      await Promise.all([proxy.close(), redisProxy?.close()]);
      await Promise.all([postgres.kill(), redis?.kill()]);
      await folder.remove();
    },
  };
}
