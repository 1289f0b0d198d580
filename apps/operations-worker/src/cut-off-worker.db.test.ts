import { cancelOperation } from "@longhaul/db";
import { describeEachBackend, startTcpProxy, waitFor, type TcpProxy } from "@longhaul/testing";
import { readFile } from "node:fs/promises";
import { afterEach, expect, it } from "vitest";
import { realWork } from "./test/real-work.ts";
import { useTrialBench, type TrialBench } from "./test/use-worker.ts";

const RECEIPT = new URL("../../../packages/event-log/fixtures/receipt.csv", import.meta.url);

/** Short enough for heartbeats every few seconds, and long enough for a busy machine. */
const leaseMs = 12_000;

/** A way of its own to the database, for one worker. */
async function ownWay(bench: TrialBench): Promise<{ readonly proxy: TcpProxy; readonly databaseUrl: string }> {
  const url = new URL(bench.databaseUrl());
  const proxy = await startTcpProxy(url.hostname, Number(url.port));
  url.hostname = "127.0.0.1";
  url.port = String(proxy.port);
  return { proxy, databaseUrl: url.href };
}

describeEachBackend("a worker that is cut off from the database", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);
  const proxies: TcpProxy[] = [];
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });
  const startCutOff = async () => {
    const way = await ownWay(bench);
    proxies.push(way.proxy);
    return { ...way, worker: await bench.startWorker({ databaseUrl: way.databaseUrl, leaseMs }) };
  };
  const phasesRun = async (operationId: string): Promise<number[]> =>
    (await bench.journal()).filter((line) => line.operationId === operationId).map((line) => line.phase);
  const lapse = async (table: "operations" | "datasets", id: string): Promise<unknown> =>
    bench.db().query(`UPDATE ${table} SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);

  it("goes on when it is back: nothing is run twice, and no attempt is spent", async () => {
    const { proxy } = await startCutOff();
    const gate = bench.gate();
    const operationId = await bench.submit(gate.parameters);
    await waitFor(async () => (await phasesRun(operationId)).includes(0), { what: "the first phase" });
    await proxy.cut();
    // The phase ends while there is no ledger to write to.
    await gate.open();
    const prefix = `operations/${bench.scope.tenantId}/${operationId}`;
    await waitFor(async () => (await Array.fromAsync(work.storage().list(prefix))).length > 0, {
      what: "its artifact",
    });
    await proxy.restore();
    expect((await bench.ended(operationId)).operation).toMatchObject({
      status: "Completed",
      attempt: 0,
      crashCount: 0,
    });
    expect(await phasesRun(operationId)).toEqual([0, 1, 2]);
  });

  it("takes back the crash that was counted when others had to go on without it", async () => {
    const { proxy, worker } = await startCutOff();
    const operationId = await bench.submit({ at: 1, behaviour: "hang" });
    await waitFor(async () => (await phasesRun(operationId)).includes(1), { what: "the second phase" });
    await proxy.cut();
    await waitFor(() => worker.warnings.some((line) => line.includes("progress not recorded")), {
      what: "a heartbeat in vain",
    });
    await lapse("operations", operationId);
    await bench.startWorker();
    await waitFor(async () => (await phasesRun(operationId)).filter((phase) => phase === 1).length === 2, {
      what: "another worker with it",
    });
    expect((await bench.view(operationId)).operation.crashCount).toBe(1);
    await proxy.restore();
    await waitFor(async () => (await bench.view(operationId)).operation.crashCount === 0, { what: "the crash's end" });
    await waitFor(() => worker.ctx.running.find(operationId) === undefined, { what: "the end of the first run" });
    expect((await bench.view(operationId)).operation).toMatchObject({ status: "Running", crashCount: 0, attempt: 0 });
    const cancellation = { cancelledBy: "ann", preservePartialResults: true, notifyCallbacks: true };
    await cancelOperation(bench.db(), bench.scope, { ...cancellation, operationId, forceTermination: true });
  });

  it("does so for an import, too", async () => {
    const { proxy, worker } = await startCutOff();
    const id = await work.upload(await readFile(RECEIPT));
    await waitFor(() => worker.ctx.running.find(id) !== undefined, { what: "the import's begin" });
    await proxy.cut();
    await waitFor(() => worker.warnings.some((line) => line.includes("import progress not recorded")), {
      what: "a heartbeat in vain",
    });
    await lapse("datasets", id);
    await bench.startWorker();
    await waitFor(async () => (await work.dataset(id)).epoch >= 2, { what: "another worker with it" });
    await proxy.restore();
    await waitFor(async () => (await work.dataset(id)).crashCount === 0, { what: "the crash's end" });
    expect(await work.imported(id)).toMatchObject({ status: "Ready", crashCount: 0, error: null });
  });

  it("keeps the jobs that it can't begin, and begins them when it is back", async () => {
    const { proxy } = await startCutOff();
    await proxy.cut();
    const operationId = await bench.submit();
    const id = await work.upload("case,activity,timestamp\na,b,2024-01-01\na,c,2024-01-02\n");
    for (const queue of ["operations", "datasets"] as const)
      await waitFor(async () => (await bench.queues().getCounts(queue)).delayed > 0, {
        what: `a sleeping job of ${queue}`,
      });
    await proxy.restore();
    expect((await bench.ended(operationId)).operation).toMatchObject({
      status: "Completed",
      attempt: 0,
      crashCount: 0,
    });
    expect(await work.imported(id)).toMatchObject({ status: "Ready", crashCount: 0 });
  });
});
