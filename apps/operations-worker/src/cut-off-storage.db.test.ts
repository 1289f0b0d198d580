import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openBlobStore } from "@longhaul/storage";
import {
  describeEachBackend,
  S3_BUCKET,
  S3_CREDENTIALS,
  startS3Server,
  startTcpProxy,
  waitFor,
  type S3Server,
  type TcpProxy,
} from "@longhaul/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { WorkerConfig } from "./settings/config.ts";
import { phaseEnvironment } from "./phases/walls/phase-environment.ts";
import { realWork } from "./test/real-work.ts";
import { useTrialBench, type TrialWorker } from "./test/use-worker.ts";

describeEachBackend("a worker that is cut off from storage", (backend) => {
  const bench = useTrialBench(backend);
  let s3: S3Server;
  let proxy: TcpProxy;
  const urlBy = (port: number | string): string =>
    `s3://${S3_BUCKET}?endpoint=${encodeURIComponent(`http://127.0.0.1:${port}`)}`;
  // What clients upload doesn't go the worker's way.
  const work = realWork(bench, () => openBlobStore(urlBy(new URL(s3.endpoint).port)));

  beforeAll(async () => {
    for (const [name, value] of Object.entries(S3_CREDENTIALS)) vi.stubEnv(name, value);
    await mkdir(join(bench.folder(), "s3"));
    s3 = await startS3Server(join(bench.folder(), "s3"));
    proxy = await startTcpProxy("127.0.0.1", Number(new URL(s3.endpoint).port));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await proxy.close();
    await s3.close();
  });

  const startOn = (changes: Partial<WorkerConfig> = {}): Promise<TrialWorker> => {
    const storageUrl = urlBy(proxy.port);
    return bench.startWorker({
      storageUrl,
      phaseEnvironment: phaseEnvironment(process.env, { storageUrl, passedOn: ["NODE_COMPILE_CACHE"] }),
      ...changes,
    });
  };
  const meetsFault = (worker: TrialWorker): Promise<boolean> =>
    waitFor(() => worker.warnings.some((line) => line.includes("storage was away")), { what: "a fault of storage" });

  it("keeps an import that can't read or write, spends no attempt on it, and ends it well afterwards", async () => {
    const worker = await startOn();
    await proxy.cut();
    const id = await work.upload("case,activity,timestamp\na,b,2024-01-01\na,c,2024-01-02\n");
    await meetsFault(worker);
    expect(await work.dataset(id)).toMatchObject({ status: "Importing", crashCount: 0 });
    await proxy.restore();
    expect(await work.imported(id)).toMatchObject({ status: "Ready", crashCount: 0, error: null, events: 2 });
  });

  it("keeps an operation whose phase can't write, spends no attempt on it, and ends it well afterwards", async () => {
    const worker = await startOn();
    await proxy.cut();
    const id = await bench.submit();
    await meetsFault(worker);
    expect((await bench.view(id)).operation).toMatchObject({ attempt: 0, crashCount: 0, endedAt: null });
    await proxy.restore();
    expect((await bench.ended(id)).operation).toMatchObject({ status: "Completed", attempt: 0, crashCount: 0 });
  });

  it("doesn't take what a phase does elsewhere for a fault of storage", async () => {
    await startOn({ phaseHosts: ["127.0.0.1:1"] });
    const id = await bench.submit({ behaviour: "call-nobody", at: 1 });
    expect((await bench.ended(id)).operation).toMatchObject({ status: "Failed", error: { code: "phase_failed" } });
  });

  it("lets a phase get to storage, and nowhere else", async () => {
    await startOn();
    const id = await bench.submit({ behaviour: "call-nobody", at: 1 });
    expect((await bench.ended(id)).operation).toMatchObject({
      status: "Failed",
      error: { code: "network_closed", message: expect.stringContaining("127.0.0.1:1") as unknown },
    });
  });

  it("gives up an operation at its deadline though storage stays away", async () => {
    const worker = await startOn();
    await proxy.cut();
    const id = await bench.submit({}, { timeoutSec: 3600 });
    await meetsFault(worker);
    await bench.db().query("UPDATE operations SET timeout_at = now() WHERE id = $1", [id]);
    expect((await bench.ended(id)).operation.status).toBe("Timeout");
    await proxy.restore();
  });

  it("gives up an import after a day, and says why", async () => {
    const worker = await startOn();
    await proxy.cut();
    const id = await work.upload("case,activity,timestamp\na,b,2024-01-01\n");
    await meetsFault(worker);
    await bench.db().query("UPDATE datasets SET created_at = now() - interval '25 hours' WHERE id = $1", [id]);
    const { status, error } = await work.imported(id);
    expect([status, error?.code]).toEqual(["Failed", "StorageAway"]);
    await proxy.restore();
  });
});
