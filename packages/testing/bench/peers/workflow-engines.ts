import { DBOS, DBOSClient } from "@dbos-inc/dbos-sdk";
import { OpenWorkflow } from "openworkflow";
import { BackendPostgres } from "openworkflow/postgres";
import { groupsOf, outputOf, STEPS, type Peer } from "./peer.ts";

/** How often a queue of DBOS is looked at. */
const POLL_MS = 10;

/** Each job is a workflow whose steps' outputs DBOS keeps. */
export const dbos: Peer = async ({ databaseUrl, count, slots, onDone }) => {
  DBOS.setConfig({
    name: "bench",
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: slots + 4,
    logLevel: "error",
    runAdminServer: false,
  });
  DBOS.registerWorkflow(
    async (_job: number) => {
      for (const step of STEPS)
        await DBOS.runStep(async () => Promise.resolve(outputOf(step)), { name: `step${step}` });
      onDone();
    },
    { name: "four" },
  );
  await DBOS.launch();
  const client = await DBOSClient.create({ systemDatabaseUrl: databaseUrl, systemDatabasePoolSize: slots });
  for (const jobs of groupsOf(count, slots))
    await Promise.all(
      jobs.map(async (job) => client.enqueue({ workflowName: "four", workflowClassName: "", queueName: "jobs" }, job)),
    );
  // Only a registered queue is listened to.
  return async () =>
    DBOS.registerQueue("jobs", {
      workerConcurrency: slots,
      minPollingIntervalMs: POLL_MS,
      onConflict: "always_update",
    });
};

/** Each job is a workflow whose steps' outputs OpenWorkflow keeps. */
export const openWorkflow: Peer = async ({ databaseUrl, count, slots, onDone }) => {
  const engine = new OpenWorkflow({ backend: await BackendPostgres.connect(databaseUrl) });
  const four = engine.defineWorkflow<{ job: number }, null>({ name: "four" }, async ({ step }) => {
    for (const number of STEPS)
      await step.run({ name: `step${number}` }, async () => Promise.resolve(outputOf(number)));
    onDone();
    return null;
  });
  for (const jobs of groupsOf(count, slots)) await Promise.all(jobs.map(async (job) => four.run({ job })));
  return async () => engine.newWorker({ concurrency: slots }).start();
};
