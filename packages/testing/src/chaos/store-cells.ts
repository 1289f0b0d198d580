import { Redis } from "ioredis";
import type { TcpProxy } from "../start-tcp-proxy.ts";
import { waitFor } from "../wait-for.ts";
import type { Cell, CellContext } from "./cell.ts";
import { exhaustConnections } from "./exhaust-connections.ts";
import type { PrivateServer } from "../private-server.ts";
import { lasting } from "./product.ts";

const untilAnswers = ({ stores }: CellContext): Promise<unknown> =>
  waitFor(stores.answers, { what: "the database to answer" });

/** @throws on the Postgres backend, where no such cell is run */
function redisOf({ stores }: CellContext): { readonly server: PrivateServer; readonly proxy: TcpProxy } {
  if (stores.redis === null || stores.redisProxy === null) throw new Error("there is no Redis");
  return { server: stores.redis, proxy: stores.redisProxy };
}

async function freeze(server: PrivateServer, ms: number): Promise<void> {
  server.freeze();
  await lasting(ms);
  server.thaw();
}

async function restartRedis(context: CellContext, keeps: boolean): Promise<void> {
  const { server } = redisOf(context);
  context.stores.keepQueue(keeps);
  await server.kill();
  await lasting(500);
  await server.start();
}

const FAULTS: readonly Cell[] = [
  {
    name: "postgres-restart",
    kind: "chaos",
    fault: "Postgres ends at once (`-m immediate`, or all its processes killed) and starts again",
    promise: "no process ends; requests are answered with success or 503",
    rounds: 12,
    isQuick: true,
    async run(context) {
      const { postgres } = context.stores;
      await postgres.kill(context.random.happens(0.5) ? "SIGQUIT" : undefined);
      await lasting(context.random.below(1_000));
      await postgres.start();
      await untilAnswers(context);
    },
  },
  {
    name: "backend-kill",
    kind: "chaos",
    fault: "`pg_terminate_backend` of random connections, many times a second",
    promise: "statements are repeated or answered with 503",
    rounds: 6,
    isQuick: true,
    async run({ stores, random }) {
      for (let n = 0; n < 10; n++) {
        await stores.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND random() < $1`,
          [0.1 + 0.6 * random.next()],
        );
        await lasting(random.below(300));
      }
    },
  },
  {
    name: "pool-exhaustion",
    kind: "chaos",
    fault: "somebody else takes every connection that Postgres has, for 4 s",
    promise: "requests are answered with 503, and nothing waits for ever",
    rounds: 4,
    isQuick: false,
    async run(context) {
      const releaseConnections = await exhaustConnections(context.stores.postgres.url);
      await lasting(4_000);
      await releaseConnections();
      await untilAnswers(context);
    },
  },
  {
    name: "postgres-freeze",
    kind: "chaos",
    fault: "all processes of Postgres stand still for 6 s, with their connections open",
    promise: "every process lives, and comes back",
    rounds: 3,
    isQuick: false,
    async run(context) {
      await freeze(context.stores.postgres, 6_000);
      await untilAnswers(context);
    },
  },
  {
    name: "postgres-freeze-minute",
    kind: "chaos",
    fault: "all processes of Postgres stand still for 60 s, with their connections open",
    promise: "every process lives, says meanwhile that it isn't ready, and comes back",
    rounds: 1,
    isQuick: false,
    async run(context) {
      const { product, stores } = context;
      stores.postgres.freeze();
      const isOver = lasting(60_000).then(() => true);
      try {
        while ((await product.ready()).some(Boolean))
          if (await Promise.race([isOver, lasting(200)])) throw new Error("a process said for 60 s that it is ready");
        await isOver;
      } finally {
        stores.postgres.thaw();
      }
      await untilAnswers(context);
    },
  },
  {
    name: "redis-kill",
    kind: "chaos",
    fault: "Redis is killed and starts again empty (no AOF)",
    promise: "what the queue forgot is queued again from the ledger",
    backend: "redis",
    rounds: 8,
    isQuick: false,
    run: (context) => restartRedis(context, false),
  },
  {
    name: "redis-kill-aof",
    kind: "chaos",
    fault: "Redis is killed and starts again with its append-only file",
    promise: "jobs that ended meanwhile are not run again",
    backend: "redis",
    rounds: 8,
    isQuick: false,
    run: (context) => restartRedis(context, true),
  },
  {
    name: "redis-flush",
    kind: "chaos",
    fault: "FLUSHALL, three times in a second",
    promise: "what the queue forgot is queued again from the ledger",
    backend: "redis",
    rounds: 8,
    isQuick: true,
    async run(context) {
      const client = new Redis(redisOf(context).server.url);
      for (let n = 0; n < 3; n++) {
        await client.flushall();
        await lasting(context.random.below(500));
      }
      client.disconnect();
    },
  },
  {
    name: "redis-freeze",
    kind: "chaos",
    fault: "Redis stands still for 6 s",
    promise: "operations are accepted meanwhile",
    backend: "redis",
    rounds: 3,
    isQuick: false,
    run: (context) => freeze(redisOf(context).server, 6_000),
  },
];

/** Faults of Postgres and Redis themselves. */
export const STORE_CELLS: readonly Cell[] = FAULTS.map((cell) => ({ ...cell, isOfStore: true }));

interface NetworkFault {
  readonly name: string;
  readonly fault: string;
  readonly act: (proxy: TcpProxy, context: CellContext) => Promise<unknown>;
}

const NETWORK_FAULTS: readonly NetworkFault[] = [
  {
    name: "cut",
    fault: "connections are refused for 1 s",
    async act(proxy) {
      await proxy.cut();
      await lasting(1_000);
      await proxy.restore();
    },
  },
  {
    name: "reset",
    fault: "every connection is reset, six times",
    async act(proxy, { random }) {
      for (let n = 0; n < 6; n++) {
        proxy.reset();
        await lasting(random.below(400));
      }
    },
  },
  {
    name: "delay",
    fault: "every byte comes 50 to 250 ms late, for 3 s",
    async act(proxy, { random }) {
      proxy.delay(50 + random.below(200));
      await lasting(3_000);
      await proxy.restore();
    },
  },
  {
    name: "half-open",
    fault: "connections of now are forgotten: nothing comes, nothing ends them",
    act: async (proxy) => proxy.silence(),
  },
];

const networkCell = (
  { name, fault, act }: NetworkFault,
  store: { readonly name: string; readonly backend?: "redis" },
  proxyOf: (context: CellContext) => TcpProxy,
): Cell => ({
  name: `${store.name}-net-${name}`,
  kind: "chaos",
  fault: `on the way to ${store.name} ${fault}`,
  promise: "what was under way is repeated or answered with 503",
  ...(store.backend === undefined ? {} : { backend: store.backend }),
  rounds: 4,
  isQuick: false,
  isOfStore: true,
  async run(context) {
    await act(proxyOf(context), context);
  },
});

/** Faults of the network on the way to Postgres and Redis. */
export const NETWORK_CELLS: readonly Cell[] = NETWORK_FAULTS.flatMap((fault) => [
  networkCell(fault, { name: "postgres" }, ({ stores }) => stores.proxy),
  networkCell(fault, { name: "redis", backend: "redis" }, (context) => redisOf(context).proxy),
]);
