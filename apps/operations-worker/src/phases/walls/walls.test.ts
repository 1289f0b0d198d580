import { mkdtemp, readFile, readlink, rm } from "node:fs/promises";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { spawnApp, startHttpReceiver, waitFor } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_HOOKS, resultsOf, runTrial, SMALL, trialPoolSettings, trialTask } from "../../test/trial-pool.ts";
import { createPhasePool, type PhasePool } from "../phase-pool.ts";
import type { PhaseProcessSettings } from "../phase-process.ts";
import { findKernelWalls, NO_WALLS } from "./kernel-walls.ts";
import { createCpuAccount, putLast, watchProcess, type ProcessSample } from "./watch-process.ts";

const walls = findKernelWalls(undefined);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-walls-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inPool<T>(changed: Partial<PhaseProcessSettings>, act: (pool: PhasePool) => Promise<T>): Promise<T> {
  const pool = createPhasePool(trialPoolSettings(folder, changed), { warm: 1, spares: 0 });
  try {
    return await act(pool);
  } finally {
    await pool.close();
  }
}

const waysOut = (url: string, changed: Partial<PhaseProcessSettings>): Promise<unknown> =>
  inPool(changed, async (pool) => resultsOf(await runTrial(pool.acquire("a", SMALL), { behaviour: "reach-out", url })));

describe("the network of phases", () => {
  it("is closed by Node where the kernel can't: each way out says why", async () => {
    const receiver = await startHttpReceiver();
    const closed = expect.stringContaining("no network beyond storage") as unknown;
    expect(await waysOut(receiver.url, { walls: NO_WALLS })).toEqual({
      connection: closed,
      request: closed,
      fetch: "fetch failed",
      name: closed,
      question: closed,
      datagram: closed,
      local: closed,
      program: expect.stringContaining("restricted") as unknown,
    });
    expect(receiver.requests).toEqual([]);
  });

  it("is open to hosts that the operator names, and to no others", async () => {
    const receiver = await startHttpReceiver();
    const { host } = new URL(receiver.url);
    const closed = expect.stringContaining("no network beyond storage") as unknown;
    expect(await waysOut(receiver.url, { hosts: ["models.example", host] })).toMatchObject({
      connection: "open",
      request: "open",
      fetch: "open",
      name: closed,
      program: expect.stringContaining("restricted") as unknown,
    });
    expect(await waysOut(receiver.url, { hosts: ["127.0.0.1:1"] })).toMatchObject({ connection: closed });
    expect(await waysOut(receiver.url, { hosts: ["*"] })).toMatchObject({ connection: "open", program: "open" });
  });

  it.runIf(walls.withoutNetwork.length > 0)("is none at all where the kernel can close it", async () => {
    await inPool({}, async (pool) => {
      const phaseProcess = pool.acquire("a", SMALL);
      await runTrial(phaseProcess);
      expect(await readlink(`/proc/${phaseProcess.pid}/ns/net`)).not.toBe(await readlink("/proc/self/ns/net"));
    });
  });
});

describe("the memory of phases", () => {
  it.runIf(process.platform === "linux")("is bounded though the phase lets nothing else run", async () => {
    const outcome = await inPool({ walls: NO_WALLS }, (pool) =>
      runTrial(pool.acquire("a", SMALL), { behaviour: "hoard" }),
    );
    expect(outcome).toMatchObject({ outcome: "died", isExhausted: true });
  });

  it.runIf(walls.limits)("is bounded by the kernel too", async () => {
    await inPool({}, async (pool) => {
      const grabbed = await runTrial(pool.acquire("a", SMALL), { behaviour: "grab" });
      expect(grabbed).toMatchObject({
        outcome: "died",
        isExhausted: true,
        exit: expect.stringContaining("allocation"),
      });
      const phaseProcess = pool.acquire("a", SMALL);
      await runTrial(phaseProcess);
      const limits = await readFile(`/proc/${phaseProcess.pid}/limits`, "utf8");
      expect(limits).toMatch(/^Max data size\s+4294967296\s+4294967296/m);
      expect(limits).toMatch(/^Max core file size\s+0\s+0/m);
    });
  });
});

describe("the processors of phases", () => {
  it("are those of the allocation over time, with some taken ahead", () => {
    const isOverused = createCpuAccount(2);
    expect([0, 10, 20, 30, 40].map((sec) => isOverused(2 * sec, sec))).toEqual([false, false, false, false, false]);
    expect(isOverused(80 + 22 + 20, 51)).toBe(false); // all that may be taken ahead
    expect(isOverused(80 + 22 + 21, 51)).toBe(true);
    expect(isOverused(123, 60)).toBe(false); // it has rested
  });

  it.runIf(process.platform === "linux")(
    "are seen from outside, and a process can be put behind all others",
    async () => {
      await inPool({}, async (pool) => {
        const phaseProcess = pool.acquire("a", SMALL);
        const spinning = phaseProcess.run(trialTask({ behaviour: "spin" }), NO_HOOKS);
        const pid = phaseProcess.pid ?? 0;
        const samples: ProcessSample[] = [];
        const end = watchProcess(pid, (sample) => samples.push(sample));
        await waitFor(() => (samples.at(-1)?.cpuSeconds ?? 0) > (samples[0]?.cpuSeconds ?? 0), {
          what: "use of a processor",
        });
        end();
        expect(samples[0]?.memoryBytes).toBeGreaterThan(20e6);
        putLast(pid);
        expect(getPriority(pid)).toBe(19);
        spinning.kill();
        await spinning.outcome;
      });
    },
  );
});

describe("a phase whose worker is gone", () => {
  it.runIf(walls.endWithWorker.length > 0)("ends though it lets nothing else run", async () => {
    const worker = await spawnApp(new URL("./spinning-worker.fixture.ts", import.meta.url), { FOLDER: folder });
    const pid = Number(worker.ready["phasePid"]);
    expect(() => process.kill(pid, 0)).not.toThrow();
    await worker.kill("SIGKILL");
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
