import { fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findOnPath } from "../../src/find-on-path.ts";
import { DURABLE, startPostgres } from "../../src/start-postgres.ts";
import { startRedis } from "../../src/start-redis.ts";
import { usageOf } from "../usage-of.ts";

/** What one job of an engine cost, over its worker and its stores. */
export interface PeerCost {
  readonly name: string;
  /** A workflow engine keeps each step's output by itself. */
  readonly kind: "workflow" | "queue";
  readonly opsPerSecond: number;
  readonly cpuMsPerOperation: number;
}

const KINDS: Readonly<Record<string, PeerCost["kind"]>> = {
  dbos: "workflow",
  openworkflow: "workflow",
  "pg-boss": "queue",
  "graphile-worker": "queue",
  "bullmq-postgres": "queue",
  "bullmq-redis": "queue",
};

/**
 * Engines on stores of their own, one after the other, doing four durable steps a job. All jobs are accepted before; the first
 * fifth warms the worker up. Those on Redis are left out where there is none, and one that has done all before it is looked at.
 */
export async function measurePeers(count: number, slots: number, onCost: (cost: PeerCost) => void): Promise<void> {
  const redisPath = findOnPath("redis-server");
  for (const [name, kind] of Object.entries(KINDS)) {
    const needsRedis = name === "bullmq-redis";
    if (needsRedis && redisPath === null) continue;
    const folder = await mkdtemp(join(tmpdir(), "longhaul-peer-"));
    await chmod(folder, 0o711); // the server may run as another account
    const postgres = needsRedis ? null : await startPostgres(folder, DURABLE);
    const redis = needsRedis && redisPath !== null ? await startRedis(redisPath, folder) : null;
    const stores = [postgres, redis].filter((store) => store !== null);
    try {
      const cost = await measure(name, [postgres?.url ?? "", redis?.url ?? "", count, slots], stores, count);
      if (cost !== null) onCost({ name, kind, ...cost });
    } finally {
      await Promise.all(stores.map(async (store) => store.stop()));
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function measure(
  name: string,
  task: readonly (string | number)[],
  stores: readonly { readonly pid: number }[],
  count: number,
): Promise<Pick<PeerCost, "opsPerSecond" | "cpuMsPerOperation"> | null> {
  const child = fork(fileURLToPath(new URL("./peer-process.ts", import.meta.url)), [name, ...task.map(String)], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  const ended = new AbortController();
  child.once("exit", () => ended.abort(new Error(`${name} ended`)));
  const pids = [child.pid ?? 0, ...stores.map(({ pid }) => pid)];
  let done = 0;
  let endedAt = 0;
  child.on("message", (message: { readonly done: number }) => {
    done = message.done;
    if (done >= count) endedAt = performance.now();
  });
  const cpuSeconds = async (): Promise<number> => (await usageOf(pids)).cpuSeconds;
  const until = async (least: number): Promise<void> => {
    while (done < least) await once(child, "message", { signal: ended.signal });
  };
  try {
    await once(child, "message", { signal: ended.signal });
    child.send("work");
    await until(0.2 * count);
    // Looking takes a while, and jobs end meanwhile.
    const before = { cpu: await cpuSeconds(), done, at: performance.now() };
    await until(count);
    const operations = done - before.done;
    if (operations === 0) return null;
    return {
      opsPerSecond: (1000 * operations) / (endedAt - before.at),
      cpuMsPerOperation: (1000 * ((await cpuSeconds()) - before.cpu)) / operations,
    };
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

/** The mean of each engine's runs. */
export function meanCosts(costs: readonly PeerCost[]): PeerCost[] {
  return Array.from(Map.groupBy(costs, ({ name }) => name).entries(), ([name, runs]) => ({
    name,
    kind: runs[0]?.kind ?? "queue",
    opsPerSecond: runs.reduce((sum, run) => sum + run.opsPerSecond, 0) / runs.length,
    cpuMsPerOperation: runs.reduce((sum, run) => sum + run.cpuMsPerOperation, 0) / runs.length,
  }));
}
