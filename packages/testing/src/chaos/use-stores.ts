import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@longhaul/db";
import { migrateQueue, queueConnectionFromUrls } from "@longhaul/queue";
import { Client } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import type { TestBackend } from "../describe-each-backend.ts";
import { createPrivatePostgres } from "../start-postgres.ts";
import { createPrivateRedis } from "../start-redis.ts";
import { startTcpProxy, type TcpProxy } from "../start-tcp-proxy.ts";
import type { PrivateServer } from "./private-server.ts";

/** The stores of one suite, which it may kill. Everything is there from beforeAll on. */
export interface Stores {
  readonly postgres: PrivateServer;
  /** Null where the queue lives on Postgres. */
  readonly redis: PrivateServer | null;
  /** The way to Postgres that the product takes. */
  readonly proxy: TcpProxy;
  /** Addresses for the product. */
  readonly urls: { readonly databaseUrl: string; readonly redisUrl: string | null };
  /** Starts both, and brings them up to date. */
  start(): Promise<void>;
  /** Asks Postgres, past the proxy. */
  query<Row extends object>(sql: string): Promise<Row[]>;
  /** Whether Postgres answers. */
  readonly answers: () => Promise<boolean>;
}

export function useStores(backend: TestBackend): Stores {
  let folder: string;
  let made: Pick<Stores, "postgres" | "redis" | "proxy"> | null = null;
  const own = (): Pick<Stores, "postgres" | "redis" | "proxy"> => {
    if (made === null) throw new Error("the stores are there from beforeAll on");
    return made;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-stores-"));
    // Postgres runs as an account of its own where the tests run as root.
    await chmod(folder, 0o711);
    const redisServerPath = inject("redisServerPath");
    const postgres = await createPrivatePostgres(folder);
    const { hostname, port } = new URL(postgres.url);
    made = {
      postgres,
      redis:
        backend.name === "redis" && redisServerPath !== null ? await createPrivateRedis(redisServerPath, folder) : null,
      proxy: await startTcpProxy(hostname, Number(port)),
    };
  });
  afterAll(async () => {
    await made?.proxy.close();
    await Promise.all([made?.postgres.kill(), made?.redis?.kill()]);
    await rm(folder, { recursive: true, force: true });
  });
  const query: Stores["query"] = async <Row extends object>(sql: string) => {
    const client = new Client({ connectionString: own().postgres.url });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    get postgres() {
      return own().postgres;
    },
    get redis() {
      return own().redis;
    },
    get proxy() {
      return own().proxy;
    },
    get urls() {
      const url = new URL(own().postgres.url);
      url.host = `127.0.0.1:${own().proxy.port}`;
      return { databaseUrl: url.href, redisUrl: own().redis?.url ?? null };
    },
    async start() {
      const { postgres, redis } = own();
      await Promise.all([postgres.start(), redis?.start()]);
      await migrate(postgres.url);
      await migrateQueue(queueConnectionFromUrls({ databaseUrl: postgres.url, redisUrl: redis?.url }));
    },
    query,
    answers: () =>
      query("SELECT 1").then(
        () => true,
        () => false,
      ),
  };
}
