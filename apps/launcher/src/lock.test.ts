import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { acquireLock } from "./lock.ts";
import { findStartTime } from "./process-identity.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-lock-"));
  return () => rm(folder, { recursive: true, force: true });
});

const lockFile = () => join(folder, "launcher.lock");

async function acquire() {
  const outcome = await acquireLock(folder);
  if (outcome.outcome !== "acquired") {
    throw new Error("the lock is held");
  }
  return outcome.lock;
}

describe("acquireLock", () => {
  it("is taken once, tells the holder and its URL, and can be taken again after release", async () => {
    const lock = await acquire();
    expect(await acquireLock(folder)).toMatchObject({ outcome: "held", holder: { pid: process.pid, url: null } });
    await lock.tellUrl("http://localhost:1");
    expect(await acquireLock(folder)).toMatchObject({ outcome: "held", holder: { url: "http://localhost:1" } });
    await lock.release();
    await (await acquire()).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes over from a process that is gone", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    await writeFile(lockFile(), JSON.stringify({ pid: child.pid, startTime: "1", url: null }));
    expect((await acquireLock(folder)).outcome).toBe("acquired");
  });

  it("takes over when another process has the holder's number by now", async () => {
    await writeFile(lockFile(), JSON.stringify({ pid: process.pid, startTime: "of an earlier process", url: null }));
    expect((await acquireLock(folder)).outcome).toBe("acquired");
  });

  it("takes over a file that is no lock", async () => {
    await writeFile(lockFile(), "{");
    expect((await acquireLock(folder)).outcome).toBe("acquired");
  });

  it("lets one of many starts take over a stale lock", async () => {
    await writeFile(lockFile(), JSON.stringify({ pid: 2 ** 22 + 1, startTime: "1", url: null }));
    const script = `
      const { acquireLock } = await import(${JSON.stringify(new URL("lock.ts", import.meta.url).href)});
      process.stdout.write((await acquireLock(${JSON.stringify(folder)})).outcome + "\\n");
      process.stdin.resume();`;
    const starts = Array.from({ length: 4 }, () => spawn(process.execPath, ["--input-type=module", "-e", script]));
    onTestFinished(() => starts.forEach((start) => start.kill()));
    const outcomes = await Promise.all(starts.map(async (start) => String(await once(start.stdout, "data")).trim()));
    expect(outcomes.toSorted()).toEqual(["acquired", "held", "held", "held"]);
  });
});

describe("findStartTime", () => {
  it("stays the same for a process and is null when there is none", async () => {
    const first = await findStartTime(process.pid);
    expect(first).toMatch(/\d/);
    expect(await findStartTime(process.pid)).toBe(first);
    expect(await findStartTime(2 ** 22 + 1)).toBeNull();
  });
});
