import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "@longhaul/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPhasePool, type PhasePool } from "./phase-pool.ts";
import { phaseEnvironment } from "./walls/phase-environment.ts";
import { NO_HOOKS, resultsOf, runTrial, SMALL, trialPoolSettings, trialTask } from "../test/trial-pool.ts";
import { PHASE_ENTRY } from "./phase-process.ts";
import { checkPhaseUser, readPhaseUser } from "./walls/phase-user.ts";

/** An account that has nothing. */
const NOBODY = { uid: 65534, gid: 65534 };

/** Whether this process may start others as somebody else, who can read the code here. */
function canBeNobody(): boolean {
  try {
    checkPhaseUser(NOBODY, PHASE_ENTRY);
    return process.platform === "linux";
  } catch {
    return false;
  }
}

/** What a worker may well have, and no phase process needs. */
const SECRETS = {
  DATABASE_URL: "postgres://user:secret@db/longhaul",
  REDIS_URL: "redis://:secret@redis",
  JWT_SECRET: "secret-of-jwt",
  DOWNLOAD_SECRET: "secret-of-downloads",
  SECRETS_KEY: "secret-of-secrets",
  SMTP_URL: "smtp://user:secret@mail",
  SLACK_BOT_TOKEN: "xoxb-secret",
  AWS_SECRET_ACCESS_KEY: "secret-of-s3",
  ANYTHING_ELSE: "secret-of-tomorrow",
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-pool-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the pool of phase processes", () => {
  let pool: PhasePool;
  let polluted: string[];
  beforeEach(() => {
    polluted = [];
    const env = phaseEnvironment(
      { ...process.env, ...SECRETS, FOR_MODULE: "x" },
      { storageUrl: "file:///", passedOn: ["FOR_MODULE", "NODE_COMPILE_CACHE"] },
    );
    const settings = trialPoolSettings(folder, { env, onPolluted: (changed) => polluted.push(changed) });
    pool = createPhasePool(settings, { warm: 2, spares: 1 });
    pool.stock();
  });
  afterEach(() => pool.close());

  it("gives a tenant its own process again, and never another tenant's", async () => {
    const pids = new Map<number | undefined, string>();
    for (const tenant of ["a", "b", "a", "c", "b", "a"]) {
      const phaseProcess = pool.acquire(tenant, SMALL);
      expect(pids.get(phaseProcess.pid) ?? tenant).toBe(tenant);
      pids.set(phaseProcess.pid, tenant);
      expect(await runTrial(phaseProcess)).toMatchObject({ outcome: "done" });
      pool.release(phaseProcess);
    }
    const again = pool.acquire("a", SMALL);
    expect(pids.get(again.pid)).toBe("a");
  });

  it("has one process ready for a large file that is coming, for whoever's it is", async () => {
    const large = { cpuUnits: 2, memoryGb: 4 };
    const processes = (): number => process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length;
    const before = processes();
    // One that is nobody's yet is there for small ones.
    pool.expect(SMALL);
    expect(processes()).toBe(before);
    pool.expect(large);
    pool.expect({ ...large, memoryGb: 8 });
    expect(processes()).toBe(before + 1);
    const expected = pool.acquire("a", large);
    expect(processes()).toBe(before + 1);
    expect(await runTrial(expected)).toMatchObject({ outcome: "done" });
    pool.release(expected);
    const again = processes();
    pool.expect(large);
    expect(processes()).toBe(again);
    expect(pool.acquire("a", large).pid).toBe(expected.pid);
  });

  it.runIf(process.platform === "linux")("has another one ready where the one that waited has died", async () => {
    const large = { cpuUnits: 2, memoryGb: 4 };
    const children = async (): Promise<string[]> => {
      const threads = await readdir("/proc/self/task");
      const lists = threads.map(async (thread) => readFile(`/proc/self/task/${thread}/children`, "utf8"));
      return (await Promise.all(lists)).flatMap((list) => list.match(/\d+/g) ?? []);
    };
    const before = await children();
    const fresh = async (): Promise<string[]> => (await children()).filter((pid) => !before.includes(pid));
    pool.expect(large);
    const [waiting = ""] = await fresh();
    process.kill(Number(waiting), "SIGKILL");
    await waitFor(async () => (await fresh()).length === 0, { what: "the death of the process" });
    await waitFor(
      async () => {
        pool.expect(large);
        return (await fresh()).length === 1;
      },
      { what: "another process" },
    );
    expect(await runTrial(pool.acquire("a", large))).toMatchObject({ outcome: "done" });
    expect(await fresh()).toHaveLength(1);
  });

  it.each(["fail", "refuse", "crash", "pollute", "give-function"] as const)(
    "replaces a process whose task was told to %s",
    async (behaviour) => {
      const first = pool.acquire("a", SMALL);
      await runTrial(first, { behaviour });
      pool.release(first);
      const second = pool.acquire("a", SMALL);
      expect(second.pid).not.toBe(first.pid);
      expect(await runTrial(second)).toMatchObject({ outcome: "done" });
    },
  );

  it("says what a task changed of the language, and lets none of it be added to what all objects inherit", async () => {
    const outcome = await runTrial(pool.acquire("a", SMALL), { behaviour: "pollute" });
    expect(outcome).toMatchObject({ outcome: "done", result: { output: { results: { trial: 0 } } } });
    expect(polluted).toEqual(["RegExp.prototype.polluted"]);
  });

  it("does nothing to the next task when a hand comes late for the one before", async () => {
    const phaseProcess = pool.acquire("a", SMALL);
    const over = phaseProcess.run(trialTask(), NO_HOOKS);
    await over.outcome;
    pool.release(phaseProcess);
    const next = pool.acquire("a", SMALL);
    expect(next).toBe(phaseProcess);
    const running = next.run(trialTask({ phaseMs: 5 }), NO_HOOKS);
    over.abort();
    over.kill();
    expect(await running.outcome).toMatchObject({ outcome: "done" });
    expect(next.isReusable).toBe(true);
  });

  it("replaces a process whose task was asked to stop, though it ended well", async () => {
    const first = pool.acquire("a", SMALL);
    const stopped = first.run(trialTask({ behaviour: "hang" }), NO_HOOKS);
    stopped.abort();
    expect(await stopped.outcome).toMatchObject({ outcome: "failed" });
    pool.release(first);
    expect(pool.acquire("a", SMALL).pid).not.toBe(first.pid);
  });

  it("tells a task that used up its memory from one that was killed", async () => {
    const greedy = await runTrial(pool.acquire("a", SMALL), { behaviour: "allocate" });
    const killed = pool.acquire("a", SMALL).run(trialTask({ behaviour: "spin" }), NO_HOOKS);
    killed.kill();
    expect([greedy, await killed.outcome]).toMatchObject([
      { outcome: "died", isExhausted: true },
      { outcome: "died", isExhausted: false, exit: "signal SIGKILL" },
    ]);
  });

  it("leaves no file of a process that was killed, or has worked for a tenant", async () => {
    const files = async (): Promise<string[]> => {
      const all = await readdir(join(folder, "scratch"), { recursive: true });
      return all.filter((name) => /litter|input/.test(name));
    };
    const killed = pool.acquire("a", SMALL);
    expect(await runTrial(killed, { behaviour: "litter" })).toMatchObject({ outcome: "died" });
    pool.release(killed);
    await waitFor(async () => (await files()).length === 0, { what: "the files of a killed process to be removed" });
    await runTrial(pool.acquire("b", SMALL));
    await pool.close();
    expect((await readdir(join(folder, "scratch"))).filter((name) => name.startsWith("process."))).toEqual([]);
  });

  it("carries an error whole, with its stack and causes", async () => {
    const outcome = await runTrial(pool.acquire("a", SMALL), { behaviour: "fail" });
    expect(outcome).toMatchObject({ outcome: "failed", error: { code: "trial_failed", retryable: true } });
    const { trace } = outcome.outcome === "failed" ? outcome.error : { trace: undefined };
    expect(trace?.stack).toMatch(/trial-operations\.ts/);
  });

  it.runIf(canBeNobody())("lets a task of another account read no variables of the processes above it", async () => {
    const shared = join(folder, "shared");
    await chmod(folder, 0o711);
    await mkdir(shared);
    await chmod(shared, 0o777);
    const asNobody = createPhasePool(trialPoolSettings(shared, { phaseUser: NOBODY }), { warm: 1, spares: 0 });
    try {
      const seen = async (from: PhasePool): Promise<unknown> => {
        const results = resultsOf(await runTrial(from.acquire("a", SMALL), { behaviour: "spy" }));
        return (results as { readonly readable?: unknown }).readable ?? results;
      };
      const own = await seen(pool);
      expect(own).toEqual(expect.arrayContaining([true]));
      expect(await seen(asNobody)).toEqual((own as boolean[]).map(() => false));
    } finally {
      await asNobody.close();
    }
  });

  it.each([0, 1, 2])("starts one process at most before anybody needs it, where there may be %d", async (spares) => {
    const children = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "ProcessWrap").length;
    const before = children();
    const other = createPhasePool(trialPoolSettings(folder), { warm: 2, spares });
    other.stock();
    other.stock();
    const started = children() - before;
    await other.close();
    expect(started).toBe(Math.min(1, spares));
  });

  it("says at once that an account cannot be had, or cannot read the code", async () => {
    expect(readPhaseUser("12:34")).toEqual({ uid: 12, gid: 34 });
    expect(readPhaseUser("12")).toEqual({ uid: 12, gid: 12 });
    const secret = join(folder, "unreadable");
    await writeFile(secret, "", { mode: 0o600 });
    expect(() => checkPhaseUser(NOBODY, secret)).toThrow(/^PHASE_USER: .*65534:65534/);
  });

  it.runIf(process.platform === "linux")("shows its processes no secret of the worker's", async () => {
    const phaseProcess = pool.acquire("a", SMALL);
    // Until it works it may be one of the programs that it is started by, or none for a moment.
    await runTrial(phaseProcess);
    const environment = await readFile(`/proc/${phaseProcess.pid}/environ`, "utf8");
    expect(environment).toContain("PATH=");
    expect(environment).toContain("FOR_MODULE=x");
    expect(Object.keys(SECRETS).filter((name) => environment.includes(name))).toEqual([]);
    expect(environment).not.toMatch(/secret/);
    const names = Object.keys(phaseEnvironment(SECRETS, { storageUrl: "s3://bucket", passedOn: [] }));
    expect(names).toEqual(["AWS_SECRET_ACCESS_KEY"]);
  });
});
