import { fileURLToPath } from "node:url";
import { createClient, LonghaulError, OperationEnded, type Client } from "@longhaul/sdk";
import { beforeAll, expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import { startExample } from "./start-example.ts";
import { useService } from "./use-service.ts";

const TESTING = fileURLToPath(new URL("../../", import.meta.url));

/** A process that starts an operation and waits for its result. Run again, it comes to the same operation by its key. */
const PROGRAM = `import { createClient } from "@longhaul/sdk";
const client = createClient({ ...JSON.parse(process.argv[1]), maxRetries: 100 });
const operation = await client.operations.start(JSON.parse(process.argv[2]), { idempotencyKey: "killed" });
console.log(operation.id);
console.log((await operation.result()).summary.casesAnalyzed);
`;

const LOG = new Blob([
  "case,activity,timestamp\n",
  ...Array.from({ length: 400 }, (_, at) =>
    ["Receive", "Check", ...(at % 3 === 0 ? ["Repair"] : []), "Ship"]
      .map((step, n) => `c${at},${step},${new Date(Date.UTC(2024, 0, 1 + (at % 60), 8 + n, at % 60)).toISOString()}\n`)
      .join(""),
  ),
]);

describeEachBackend("the client", (backend) => {
  const service = useService(backend);
  let client: Client;
  let datasetId: string;
  beforeAll(async () => {
    client = createClient({ ...service.connection(), maxRetries: 100 });
    ({ datasetId } = await client.datasets.upload(LOG, "orders.csv"));
  });
  const analysis = (name = "Orders") => ({
    operationType: "ProcessMiningAnalysis",
    operationName: name,
    parameters: { datasetId, analysisType: "discovery", outputOptions: { exportFormats: ["CSV"] } },
  });

  it("starts an operation, follows it and has its results, though API and worker crash meanwhile", async () => {
    const operation = await client.operations.start(analysis());
    const watched = (async () => {
      const types: string[] = [];
      for await (const event of client.operations.resume(operation.id).watch()) types.push(event.type);
      return types;
    })();
    const result = operation.result();
    await service.crash("api");
    await service.crash("operations-worker");
    expect((await result).summary).toMatchObject({ casesAnalyzed: 400 });
    const types = await watched;
    expect([types[0], types.at(-1)]).toEqual(["operation.created", "operation.completed"]);
    expect(types.filter((type) => type === "operation.completed")).toHaveLength(1);
    expect((await operation.archive()).size).toBeGreaterThan(1000);
  });

  it("has its result though the client's own process, then API and worker are killed while it waits", async () => {
    const args = ["--input-type=module", "-e", PROGRAM, JSON.stringify(service.connection())];
    const start = () => startExample(process.execPath, [...args, JSON.stringify(analysis("killed"))], { cwd: TESTING });
    const { id, second } = await service.withoutWorker(async () => {
      const first = start();
      await waitFor(() => first.told().includes("\n"), { what: "the operation's id" });
      first.kill();
      const again = start();
      await waitFor(() => again.told().includes("\n"), { what: "the operation's id again" });
      await service.crash("api");
      return { id: first.told().trim(), second: again };
    });
    await service.crash("operations-worker");
    expect(await second.ended).toBe(`${id}\n400\n`);
  });

  it("uploads a log, tells how that goes, and lists it", async () => {
    const seen: string[] = [];
    const { datasetId: id } = await client.datasets.upload(LOG, "orders.csv", {
      name: "Orders",
      onProgress: ({ status }) => seen.push(status),
    });
    expect(seen.at(-1)).toBe("Ready");
    const names = [];
    for await (const listed of client.datasets.list({ pageSize: 1 })) names.push(listed.name);
    expect(names).toEqual(["Orders", "orders.csv"]);
    await client.datasets.delete(id);
    await expect(client.datasets.upload(new Blob(["no log"]), "x.csv")).rejects.toThrow(/./);
  });

  it("accepts the same request once, however often it is sent", async () => {
    const [one, again] = await Promise.all(
      [1, 2].map(() => client.operations.start(analysis("once"), { idempotencyKey: `once-${datasetId}` })),
    );
    expect(one?.id).toBe(again?.id);
    const found = [];
    for await (const listed of client.operations.list({ pageSize: 1 }))
      if (listed.operationName === "once") found.push(listed.operationId);
    expect(found).toEqual([one?.id]);
  });

  it("tells what is wrong with a request, and where", async () => {
    const wrong = client.operations.start({ ...analysis(), parameters: { datasetId, analysisType: "guess" } });
    const err = await wrong.catch((reason: unknown) => reason);
    expect(err).toBeInstanceOf(LonghaulError);
    expect(err).toMatchObject({ status: 400, code: "validation_failed", requestId: expect.any(String) });
    expect((err as LonghaulError).errors.map(({ pointer }) => pointer)).toEqual(["/parameters/analysisType"]);
  });

  it("gives up where nobody answers, and says so", async () => {
    const nobody = createClient({ ...service.connection(), url: "http://127.0.0.1:1", maxRetries: 1 });
    await expect(nobody.ping()).rejects.toMatchObject({ status: 0, code: "no_answer" });
  });

  it("tells an end that isn't the expected one, and plans a retry", async () => {
    const operation = await service.withoutWorker(async () => {
      const started = await client.operations.start(analysis("cancelled"));
      await started.cancel({ reason: "changed my mind" });
      return started;
    });
    const err = await operation.result().catch((reason: unknown) => reason);
    expect(err).toBeInstanceOf(OperationEnded);
    expect((err as OperationEnded).operation.status).toBe("Cancelled");
    expect(await operation.planRetry()).toMatchObject({ originalOperationId: operation.id });
    const again = await operation.retry();
    expect(again.id).not.toBe(operation.id);
    expect((await again.ended()).status).toBe("Completed");
  });

  it("runs a batch whose operations depend on each other", async () => {
    const batch = await client.batches
      .create("Monthly", { failurePolicy: { stopOnFirstFailure: true } })
      .add("mine", analysis("mine"))
      .add(
        "report",
        { operationType: "ReportGeneration", operationName: "report", parameters: { exportFormats: ["JSON"] } },
        ["mine"],
      )
      .start();
    expect((await batch.ended()).status).toBe("Completed");
    const { value: newest } = await client.batches.list({ status: "Completed" }).next();
    expect(newest).toMatchObject({ batchId: batch.id, progress: { percentage: 100, completed: 2 } });
    const report = await (await client.batches.resume(batch.id).operation("report")).result();
    expect(report.artifacts?.map(({ format }) => format)).toEqual(["JSON"]);
  });

  it("stops waiting when it is told to", async () => {
    const operation = await client.operations.start(analysis("left alone"));
    await expect(operation.result({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });

  it("keeps a schedule, starts it by hand, changes, lists and deletes it, though the API crashes meanwhile", async () => {
    const yearly = { scheduleName: "Yearly", cron: "0 6 1 1 *", timeZone: "Europe/Paris" };
    const schedule = await client.schedules.create({ ...yearly, operation: analysis("Scheduled") });
    await service.crash("api");
    const run = await schedule.run();
    expect(run).toMatchObject({ trigger: "Manual", status: "Started" });
    const operation = client.operations.resume(run.operationId ?? "");
    expect((await operation.result()).summary).toMatchObject({ casesAnalyzed: 400 });
    const runs = [];
    for await (const past of client.schedules.resume(schedule.id).runs({ status: "Started" })) runs.push(past);
    expect(runs).toEqual([run]);
    expect((await schedule.change({ catchUp: "all" })).catchUp).toBe("all");
    await schedule.pause();
    const paused = [];
    for await (const listed of client.schedules.list({ status: "Paused" })) paused.push(listed.scheduleName);
    expect(paused).toEqual(["Yearly"]);
    const { nextRuns } = await client.schedules.resume(schedule.id).resume();
    expect(nextRuns.every((next) => next.endsWith("-01-01T05:00:00Z"))).toBe(true);
    await schedule.delete();
    await expect(schedule.status()).rejects.toMatchObject({ status: 404 });
  });
});
