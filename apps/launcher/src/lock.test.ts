import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { acquireLock } from "./lock.ts";
import { findStartTime } from "@longhaul/runtime";

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
    await lock.publishUrl("http://localhost:1");
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

  it("lets one of many starts take over a stale lock, time and again, and leaves nothing else", async () => {
    const script = `
      const { acquireLock } = await import(${JSON.stringify(new URL("lock.ts", import.meta.url).href)});
      for await (const chunk of process.stdin) {
        for (const folder of String(chunk).trim().split("\\n")) {
          process.stdout.write((await acquireLock(folder)).outcome + "\\n");
        }
      }`;
    const starts = Array.from({ length: 4 }, () => spawn(process.execPath, ["--input-type=module", "-e", script]));
    onTestFinished(() => starts.forEach((start) => start.kill()));
    for (let round = 0; round < 40; round++) {
      const data = join(folder, `data-${round}`);
      await mkdir(data);
      await writeFile(join(data, "launcher.lock"), JSON.stringify({ pid: 2 ** 22 + 1, startTime: "1", url: null }));
      const outcomes = await Promise.all(
        starts.map(async (start) => {
          const answer = once(start.stdout, "data");
          start.stdin.write(`${data}\n`);
          return String(await answer).trim();
        }),
      );
      expect(outcomes.toSorted()).toEqual(["acquired", "held", "held", "held"]);
      expect(await readdir(data)).toEqual(["launcher.lock"]);
    }
  });

  it("takes over from a start that died while it took over", async () => {
    const dead = JSON.stringify({ pid: 2 ** 22 + 1, startTime: "1", url: null });
    await writeFile(lockFile(), dead);
    const turn = createHash("sha256").update(dead).digest("hex").slice(0, 16);
    await writeFile(`${lockFile()}.${turn}`, JSON.stringify({ pid: 2 ** 22 + 2, startTime: "2", url: null }));
    expect((await acquireLock(folder)).outcome).toBe("acquired");
    expect(await readdir(folder)).toEqual(["launcher.lock"]);
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
