import { readFileSync } from "node:fs";
import { asTenants, createDb, type Db } from "@longhaul/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RECEIPT } from "./console/receipt.ts";
import { postgresBackend } from "./describe-each-backend.ts";
import { patientLimits } from "./patience.ts";
import { useService } from "./service/use-service.ts";
import { spawnApp } from "./spawn-app.ts";
import { startHttpReceiver } from "./start-http-receiver.ts";
import { findPooler, startPooler } from "./start-pooler.ts";
import { waitFor } from "./wait-for.ts";

const executable = findPooler();
const WEBHOOK_WORKER = new URL("../../../apps/webhook-worker/src/main.ts", import.meta.url);
// Fewer connections than processes have, given out in turn, and no parameter of a session's start let through.
const SHARES = "ignore_startup_parameters =\ndefault_pool_size = 5\nserver_round_robin = 1";

describe.skipIf(executable === null)(
  `pgBouncer that pools transactions${executable === null ? " (skipped: none here)" : ""}`,
  () => {
    let pooler: Awaited<ReturnType<typeof startPooler>>;
    const service = useService(postgresBackend(), async () => {
      pooler = await startPooler(executable ?? "", service.databaseUrl(), "transaction", SHARES);
      return { DATABASE_POOLER_URL: pooler.url };
    });
    const opened: Db[] = [];
    const open = (role?: "longhaul_api" | "longhaul_worker"): Db => {
      const options = { databaseUrl: service.databaseUrl(), poolerUrl: pooler.url, applicationName: "test" };
      const db = createDb({ ...options, limits: patientLimits(), ...(role === undefined ? {} : { role }) });
      opened.push(db);
      return db;
    };
    let datasetId = "";
    beforeAll(async () => {
      const { body } = await service.upload(new Uint8Array(readFileSync(RECEIPT)), { fileName: "receipt.xes.gz" });
      datasetId = String(body["datasetId"]);
    });
    afterAll(async () => {
      await Promise.all(opened.map((db) => db.close()));
      await pooler.stop();
    });

    it("lets a batch run to its end, and its webhook be delivered", async () => {
      const receiver = await startHttpReceiver();
      const worker = await spawnApp(WEBHOOK_WORKER, service.environment());
      const webhook = { webhookUrl: receiver.url, events: ["operation.completed"] };
      expect(await service.call("/async/webhooks", { json: webhook })).toMatchObject({ status: 201 });
      const operation = { operationType: "ProcessMiningAnalysis", operationName: "mine" };
      const parameters = { datasetId, analysisType: "discovery" };
      const operations = [
        { ...operation, operationKey: "one", parameters },
        { ...operation, operationKey: "two", parameters, dependencies: ["one"] },
      ];
      const { body, status } = await service.call("/async/batch", { json: { batchName: "b", operations } });
      expect(status).toBe(202);
      const ended = async (): Promise<boolean> =>
        (await service.call(`/async/batch/${body["batchId"]}`)).body["status"] === "Completed";
      await waitFor(ended, { what: "the batch's end" });
      const [request] = await receiver.waitForRequests(1);
      expect(JSON.parse(String(request?.body))).toMatchObject({ type: "operation.completed" });
      await worker.kill("SIGTERM");
    });

    it("lets a client cancel what waits, and start it again", async () => {
      const parameters = { datasetId, analysisType: "discovery" };
      const json = { operationType: "ProcessMiningAnalysis", operationName: "mine", parameters };
      const again = await service.withoutWorker(async () => {
        const { body } = await service.call("/async/operation", { json });
        const path = `/async/operation/${body["operationId"]}`;
        expect(await service.call(`${path}/cancel`, { json: {} })).toMatchObject({ status: 200 });
        return service.call(`${path}/retry`, { json: {} });
      });
      expect(again).toMatchObject({ status: 202 });
      const path = `/async/operation/${again.body["newOperationId"]}`;
      const isDone = async (): Promise<boolean> => (await service.call(path)).body["status"] === "Completed";
      await waitFor(isDone, { what: "the end of what was started again" });
    });

    it("keeps the wall between tenants, whoever had the connection before", async () => {
      const [api, worker, owner] = [open("longhaul_api"), open("longhaul_worker"), open()];
      const SEEN = "SELECT current_user AS who, count(*)::int AS seen FROM datasets";
      const inTransaction = (db: Db) => async (): Promise<unknown> =>
        db.withTransaction(async (tx) => (await tx.query(SEEN)).rows[0]);
      const alone = (db: Db) => async (): Promise<unknown> => (await db.query(SEEN)).rows[0];
      const asks = [
        [{ who: "longhaul_api", seen: 1 }, () => asTenants([service.tenantId], alone(api))],
        [{ who: "longhaul_api", seen: 0 }, () => asTenants([service.projectId], alone(api))],
        [{ who: "longhaul_api", seen: 0 }, alone(api)],
        [{ who: "longhaul_api", seen: 1 }, () => asTenants([service.tenantId], inTransaction(api))],
        [{ who: "longhaul_api", seen: 0 }, () => asTenants([service.projectId], inTransaction(api))],
        [1, () => asTenants([service.tenantId], async () => api.prisma.dataset.count())],
        [0, () => asTenants([service.projectId], async () => api.prisma.dataset.count())],
        [{ who: "longhaul_worker", seen: 1 }, alone(worker)],
        [{ who: "longhaul_worker", seen: 1 }, inTransaction(worker)],
        [{ who: new URL(service.databaseUrl()).username, seen: 1 }, alone(owner)],
      ] as const;
      const many = Array.from({ length: 200 }, (_, idx) => asks[(idx * 7) % asks.length] ?? asks[0]);
      const answers = await Promise.all(many.map(async ([, ask]) => ask()));
      expect(answers).toEqual(many.map(([expected]) => expected));
    });

    it("ends a statement that takes too long on the server, not only for who waits", async () => {
      const options = { databaseUrl: service.databaseUrl(), poolerUrl: pooler.url, applicationName: "test" };
      const db = createDb({ ...options, role: "longhaul_worker", limits: { connectMs: 60_000, statementMs: 200 } });
      opened.push(db);
      await expect(db.query("SELECT pg_sleep(600)")).rejects.toThrow(/statement timeout/);
      await expect(db.withTransaction(async (tx) => tx.query("SELECT pg_sleep(600)"))).rejects.toThrow(
        /statement timeout/,
      );
      const patient = db.withStatementLimit(60_000);
      expect((await patient.query("SELECT 1 AS one FROM pg_sleep(0.4)")).rows).toEqual([{ one: 1 }]);
    });
  },
);
