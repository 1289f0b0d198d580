// Fills an engine with jobs and reports that; works on them on command, and reports how many have ended.
// node peer-process.ts <engine> <database url> <redis url> <jobs> <slots>
import type { Peer } from "./peer.ts";

const peers: Readonly<Record<string, () => Promise<Peer>>> = {
  dbos: async () => (await import("./workflow-engines.ts")).dbos,
  openworkflow: async () => (await import("./workflow-engines.ts")).openWorkflow,
  "pg-boss": async () => (await import("./queues.ts")).pgBoss,
  "graphile-worker": async () => (await import("./queues.ts")).graphileWorker,
  "bullmq-postgres": async () => (await import("./queues.ts")).bullMqOnPostgres,
  "bullmq-redis": async () => (await import("./queues.ts")).bullMqOnRedis,
};
const TELL_MS = 25;

const [name = "", databaseUrl = "", redisUrl = "", count, slots] = process.argv.slice(2);
const load = peers[name];
if (load === undefined) throw new Error(`no such engine: ${name}`);
let done = 0;
const peer = await load();
const work = await peer({
  databaseUrl,
  redisUrl,
  count: Number(count),
  slots: Number(slots),
  onDone: () => void done++,
});
process.on("message", () => {
  setInterval(() => process.send?.({ done }), TELL_MS);
  void work();
});
process.send?.({ done });
