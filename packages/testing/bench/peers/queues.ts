import {
  createPostgresBackend,
  createRedisBackend,
  Queue,
  runMigrations,
  Worker,
  type BackendFactory,
  type ConnectionOptions,
} from "bullmq";
import { Logger, makeWorkerUtils, run as runGraphileWorker } from "graphile-worker";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { groupsOf, openStepTable, outputOf, STEPS, type Peer, type PeerTask } from "./peer.ts";

const complain = (err: unknown): unknown => process.stderr.write(`${String(err)}\n`);
const AT_ONCE = 100;
/** A batch of this size is taken by each of `slots / BOSS_BATCH` workers of pg-boss, without a pause while more is there. */
const BOSS_BATCH = 4;

export const pgBoss: Peer = async (task) => {
  const { databaseUrl, count, slots, onDone } = task;
  const boss = new PgBoss({ connectionString: databaseUrl, max: slots });
  boss.on("error", complain);
  await boss.start();
  await boss.createQueue("jobs");
  const runSteps = await openStepTable(task);
  for (const jobs of groupsOf(count, AT_ONCE))
    await boss.insert(
      "jobs",
      jobs.map((job) => ({ data: { job } })),
    );
  const options = {
    batchSize: BOSS_BATCH,
    localConcurrency: slots / BOSS_BATCH,
    pollingIntervalSeconds: 0.5,
    burstWhenBatchFull: true,
  };
  return async () =>
    boss.work("jobs", options, async (jobs: readonly { readonly id: string }[]) => {
      await Promise.all(jobs.map(async ({ id }) => runSteps(id)));
      jobs.forEach(onDone);
    });
};

export const graphileWorker: Peer = async (task) => {
  const { databaseUrl, count, slots, onDone } = task;
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
  await utils.migrate();
  const runSteps = await openStepTable(task);
  for (const jobs of groupsOf(count, AT_ONCE))
    await utils.addJobs(jobs.map((job) => ({ identifier: "four", payload: { job } })));
  await utils.release();
  return async () =>
    runGraphileWorker({
      connectionString: databaseUrl,
      concurrency: slots,
      maxPoolSize: slots,
      noHandleSignals: true,
      logger,
      taskList: {
        four: async (_payload, { job }) => {
          await runSteps(job.id);
          onDone();
        },
      },
    });
};

/** BullMQ's own way of a step's output: the job's progress, written four times. */
async function bullMq(
  { count, slots, onDone }: PeerTask,
  connection: ConnectionOptions,
  factory: BackendFactory,
): Promise<() => Promise<unknown>> {
  const settings = { connection };
  const queue = new Queue("jobs", settings, factory);
  queue.on("error", complain);
  for (const jobs of groupsOf(count, AT_ONCE))
    await queue.addBulk(jobs.map((job) => ({ name: "four", data: { job }, opts: { priority: 100 + (job % 50) } })));
  const worker = new Worker(
    "jobs",
    async (job) => {
      for (const step of STEPS) await job.updateProgress(outputOf(step));
      onDone();
    },
    { ...settings, autorun: false, concurrency: slots, removeOnComplete: { count: 50 } },
    factory,
  );
  worker.on("error", complain);
  return async () => {
    worker.run().catch(complain);
    return Promise.resolve();
  };
}

export const bullMqOnPostgres: Peer = async (task) => {
  const client = new pg.Client({ connectionString: task.databaseUrl });
  await client.connect();
  await runMigrations(client, "bullmq");
  await client.end();
  const connection = { connectionString: task.databaseUrl, max: task.slots };
  return bullMq(task, {}, (name, options, more) => createPostgresBackend(name, { ...options, connection }, more));
};

export const bullMqOnRedis: Peer = async (task) => {
  const { hostname, port } = new URL(task.redisUrl);
  return bullMq(task, { host: hostname, port: Number(port) }, createRedisBackend);
};
