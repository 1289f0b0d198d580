import { readFile } from "node:fs/promises";
import { deleteDataset } from "@longhaul/db";
import { jobCatalog } from "@longhaul/queue";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { realWork } from "../test/real-work.ts";
import { useTrialBench } from "../test/use-worker.ts";

const RECEIPT = new URL("../../../../packages/event-log/fixtures/receipt.csv", import.meta.url);

/** Uploads that can't be imported, and what their jobs say. */
const UNREADABLE = [
  { what: "is empty", content: "", reason: /^Failed: .+ \(\w+\)$/ },
  { what: "has no times", content: "case,activity,when\n1,a,never\n", reason: /^Failed.*: .+ \(\w+\)$/ },
  { what: "is no log", content: "\u0000\u0001\u0002 no log", reason: /^Failed.*: .+ \(\w+\)$/ },
] as const;

describeEachBackend("the job of an import", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);

  const queue = () => {
    const found = bench
      .queues()
      .bullBoardQueues()
      .find(({ name }) => name === "datasets");
    if (found === undefined) throw new Error("no queue of imports");
    return found;
  };
  const ended = async (datasetId: string, epoch = 0) => {
    const jobId = jobCatalog.datasets.jobId({ datasetId, epoch });
    const look = async () => {
      const state = await queue().getJobState(jobId);
      if (!["completed", "failed"].includes(state)) return null;
      return { state, job: await queue().getJob(jobId), logs: (await queue().getJobLogs(jobId)).logs };
    };
    return waitFor(look, { what: `the end of job ${jobId}` });
  };

  it("completes with what was found when its dataset is Ready", async () => {
    await bench.startWorker();
    const id = await work.upload(await readFile(RECEIPT), { fileName: "receipt.csv" });
    const { state, job } = await ended(id);
    const { events, cases, activities, format, errorRecords } = await work.dataset(id);
    expect([state, job?.name]).toEqual(["completed", "DatasetImport"]);
    expect(job?.data).toMatchObject({ datasetName: "receipt.csv", ...bench.scope });
    expect(job?.returnvalue).toEqual({
      format,
      events,
      cases,
      activities,
      errorRecords,
      timeStart: expect.any(String),
      timeEnd: expect.any(String),
    });
    expect(events).toBeGreaterThan(0);
  });

  it.each(UNREADABLE)("fails with the reason when the file $what", async ({ content, reason }) => {
    await bench.startWorker();
    const id = await work.upload(content, { fileName: "broken.csv" });
    const { state, job, logs } = await ended(id);
    const { status, error } = await work.dataset(id);
    expect([status, state]).toEqual(["Failed", "failed"]);
    expect(job?.failedReason).toMatch(reason);
    expect(job?.failedReason).toContain(error?.message);
    expect(job?.stacktrace).toEqual([]);
    expect(logs[0]).toMatch(/ import of broken\.csv \(\d+ bytes\) began$/);
    // Lines of a log are cut where they are very long.
    expect(logs.at(-1)).toContain(job?.failedReason?.slice(0, 300));
  });

  it("fails when it took too long, and when its dataset was deleted before", async () => {
    const deleted = await work.upload(await readFile(RECEIPT));
    await deleteDataset(bench.db(), bench.scope, deleted);
    await bench.startWorker({ importTimeoutMs: 1 });
    expect(await ended(deleted)).toMatchObject({
      state: "failed",
      job: { failedReason: "Deleted before it was imported" },
    });
    const late = await work.upload(await readFile(RECEIPT));
    expect(await ended(late)).toMatchObject({
      state: "failed",
      job: { failedReason: expect.stringMatching(/^Failed: Reading the file took longer .+ \(ImportTimeout\)$/) },
    });
  });

  it("makes way for the job that goes on with it when a worker drains", async () => {
    const id = await work.upload(await readFile(RECEIPT));
    const worker = await bench.startWorker({ drainMs: 0 });
    await waitFor(() => worker.ctx.running.find(id) !== undefined, { what: "the import's begin" });
    await worker.drain();
    await worker.stop();
    expect(await queue().getJob(jobCatalog.datasets.jobId({ datasetId: id, epoch: 0 }))).toBeUndefined();
    await bench.startWorker();
    expect(await ended(id, 2)).toMatchObject({ state: "completed" });
  });
});
