import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CollectedJobReport } from "./job-report.ts";
import { maxLinesAtOnce, reportIntervalMs, reportQuietMs, reportTimeoutMs } from "./queue-settings.ts";

describe("a job's report", () => {
  let written: (readonly [string, unknown])[];
  let errors: unknown[];
  let write: () => Promise<void>;

  const create = () =>
    new CollectedJobReport("job", {
      progress: async (_jobId, progress) => {
        written.push(["progress", progress]);
        await write();
      },
      log: async (_jobId, line) => {
        written.push(["log", line.replace(/^\S+ /, "")]);
        await write();
      },
      onError: (error) => errors.push(error),
    });

  beforeEach(() => {
    vi.useFakeTimers();
    written = [];
    errors = [];
    write = async () => undefined;
  });
  afterEach(() => vi.useRealTimers());

  it("costs a job nothing that completes within the first second", async () => {
    const report = create();
    report.log("began");
    report.progress({ progress: 50 });
    await vi.advanceTimersByTimeAsync(reportQuietMs - 1);
    await report.end({ failed: false });
    await vi.advanceTimersByTimeAsync(10 * reportIntervalMs);
    expect(written).toEqual([]);
  });

  it("is written of a job that fails at once", async () => {
    const report = create();
    report.log("began");
    report.log("failed");
    await report.end({ failed: true });
    expect(written).toEqual([
      ["log", "began"],
      ["log", "failed"],
    ]);
  });

  it("is written once a second at most, the latest progress and every line", async () => {
    const report = create();
    for (let ms = 0; ms < 5_000; ms += 10) {
      report.progress({ progress: ms / 50 });
      if (ms % 1_000 === 0) report.log(`line ${ms}`);
      await vi.advanceTimersByTimeAsync(10);
    }
    await report.end({ failed: false });
    const progress = written.filter(([what]) => what === "progress");
    expect(progress.length).toBeLessThanOrEqual(6);
    expect(progress.at(-1)).toEqual(["progress", { progress: 99.8 }]);
    expect(written.filter(([what]) => what === "log").map(([, line]) => line)).toEqual(
      [0, 1_000, 2_000, 3_000, 4_000].map((ms) => `line ${ms}`),
    );
  });

  it("keeps few lines of a chatty job, and says how many it left out", async () => {
    const report = create();
    for (let line = 0; line < 1_000; line++) report.log(`line ${line}`);
    await report.end({ failed: true });
    expect(written).toHaveLength(maxLinesAtOnce + 1);
    expect(written.at(-1)).toEqual(["log", expect.stringContaining(`${1_000 - maxLinesAtOnce} more lines`)]);
  });

  it("disturbs nothing when the store refuses it", async () => {
    write = async () => Promise.reject(new Error("away"));
    const report = create();
    report.progress({ progress: 1 });
    await vi.advanceTimersByTimeAsync(reportQuietMs);
    report.log("line");
    await report.end({ failed: true });
    expect(errors).toHaveLength(2);
  });

  it("holds the job's end up for a second at most when the store doesn't answer", async () => {
    write = async () => new Promise(() => undefined);
    const report = create();
    report.log("line");
    const end = report.end({ failed: true });
    await vi.advanceTimersByTimeAsync(reportTimeoutMs);
    await expect(end).resolves.toBeUndefined();
  });
});
