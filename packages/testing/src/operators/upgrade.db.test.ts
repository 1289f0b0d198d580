import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createDb } from "@longhaul/db";
import { describe, expect, it, onTestFinished } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { patientLimits } from "../patience.ts";
import { productEnvironment } from "../product-environment.ts";
import { spawnApp } from "../spawn-app.ts";
import { inheritedEnv, type SpawnedApp } from "../start-app.ts";
import { startHttpReceiver } from "../start-http-receiver.ts";
import { measureTimeFactor } from "../test-time.ts";
import { useTestDatabase } from "../use-test-database.ts";
import { waitFor } from "../wait-for.ts";
import { exportCode, findPreviousVersion } from "./previous-code.ts";
import { isToBeRepeated, projectClient, type ClientAnswer } from "./project-client.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const APPS = ["api", "operations-worker", "webhook-worker"];
const CLIENTS = 3;
/** Operations that are accepted at least while each of the three fleets runs. */
const EACH_TIME = 12;
/** So many times slower than an idle machine. */
const TOO_BUSY = 4;

const previous = findPreviousVersion();
if (previous === null) process.stderr.write("no earlier version in this clone's history: upgrades aren't tried\n");

describe.skipIf(previous === null)(`an upgrade${previous === null ? " (skipped: no earlier version)" : ""}`, () => {
  const database = useTestDatabase();

  it("from the version before, under load: no request fails, and nothing is lost or done twice", async () => {
    const folder = await mkdtemp(join(tmpdir(), "longhaul-upgrade-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
    onTestFinished(() => db.close());
    await exportCode(previous ?? "", folder);
    await db.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS bullmq CASCADE");

    const env = {
      ...productEnvironment(postgresBackend(), { databaseUrl: database.url, folder }),
      WEBHOOK_ALLOW_PRIVATE: "loopback",
      SHUTDOWN_DELAY: "1s",
    };
    const versionAt = (root: string) => ({
      migrate: () =>
        promisify(execFile)(process.execPath, [join(root, "apps/launcher/src/migrate.ts")], {
          env: { ...inheritedEnv(), ...env },
        }),
      start: (): Promise<SpawnedApp[]> =>
        Promise.all(
          APPS.map((app) =>
            spawnApp(join(root, `apps/${app}/src/main.ts`), {
              ...env,
              OPERATION_MODULES: pathToFileURL(join(root, "packages/testing/src/trial/trial-operations.ts")).href,
            }),
          ),
        ),
    });
    const [before, after] = [versionAt(join(folder, "code")), versionAt(ROOT)];
    await before.migrate();
    const old = await before.start();
    const urls = [String(old[0]?.ready["url"])];
    let turn = 0;
    const client = await projectClient(() => urls[turn++ % urls.length] ?? "");
    const receiver = await startHttpReceiver();
    receiver.answerAll({ kind: "respond", status: 200 });
    await client.call("/async/webhooks", {
      json: {
        webhookUrl: receiver.url,
        webhookName: "Ends",
        events: ["operation.completed"],
        authentication: { type: "hmac-sha256", secret: "a webhook's secret" },
      },
    });

    const accepted: string[] = [];
    const failed: ClientAnswer[] = [];
    const end = new AbortController();
    type Init = Parameters<typeof client.call>[1];
    /** Asks again, as clients do, where a machine is too busy to answer within what the product gives its statements. */
    const ask = async (path: string, init?: Init): Promise<ClientAnswer> => {
      const answer = await client.call(path, init);
      if (isToBeRepeated(answer) && measureTimeFactor() > TOO_BUSY) return ask(path, init);
      if (answer.status < 200 || answer.status >= 300) failed.push(answer);
      return answer;
    };
    const work = async (): Promise<void> => {
      while (!end.signal.aborted) {
        const json = { operationType: "Trial", operationName: "Upgrade", parameters: { phaseMs: 5 } };
        const headers = { "idempotency-key": randomUUID() };
        const { status, body } = await ask("/async/operation", { json, headers });
        if (status === 202) accepted.push(String(body["operationId"]));
        await ask(`/async/operation/${accepted.at(-1) ?? ""}`);
        await ask("/async/operations?pageSize=5");
      }
    };
    const batches: string[] = [];
    /** Each waits for others to its end, in whatever version its workers are. */
    const workInBatches = async (): Promise<void> => {
      while (!end.signal.aborted) {
        const operations = [[], ["first"], ["first"], ["left", "right"]].map((dependencies, idx) => ({
          operationKey: ["first", "left", "right", "last"][idx],
          operationType: "Trial",
          operationName: "Upgrade",
          parameters: { phaseMs: 5 },
          dependencies,
        }));
        const headers = { "idempotency-key": randomUUID() };
        const { status, body } = await ask("/async/batch", { json: { batchName: "Upgrade", operations }, headers });
        if (status !== 202) continue;
        const batch = `/async/batch/${String(body["batchId"])}`;
        batches.push(batch);
        await waitFor(async () => (await ask(batch)).body["status"] === "Completed", { what: "the end of a batch" });
      }
    };
    const load = Promise.all([workInBatches(), ...Array.from({ length: CLIENTS }, work)]);
    const goOn = async (): Promise<void> => {
      const [operations, whole] = [accepted.length + EACH_TIME, batches.length + 2];
      await waitFor(() => accepted.length >= operations && batches.length >= whole, { what: "load" });
    };
    await goOn();
    await after.migrate();
    await goOn();
    const fresh = await after.start();
    urls.push(String(fresh[0]?.ready["url"]));
    await goOn();
    urls.shift();
    const exits = await Promise.all(old.map((app) => app.kill("SIGTERM")));
    await goOn();
    end.abort();
    await load;

    expect(failed).toEqual([]);
    expect(exits).toEqual(APPS.map(() => ({ code: 0, signal: null })));
    for (const id of accepted) expect(await client.endOf(id)).toBe("Completed");
    const arrived = (): Set<string> =>
      new Set(
        receiver.requests.map(
          ({ body }) => (JSON.parse(body.toString()) as { data: { operationId: string } }).data.operationId,
        ),
      );
    await waitFor(() => accepted.every((id) => arrived().has(id)), { what: "each end to be delivered" });
    await Promise.all(fresh.map((app) => app.kill()));
    const { rows } = await db.query<{ id: string }>(
      `SELECT o.id FROM operations o
       WHERE o.crash_count > 0 OR (SELECT count(*) FROM checkpoints c WHERE c.operation_id = o.id) <> o.total_phases
         OR (SELECT count(*) FROM events e WHERE e.operation_id = o.id AND e.type = 'operation.completed') <> 1`,
    );
    expect(rows).toEqual([]);
  });
});
