import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

interface Started {
  readonly child: ChildProcess;
  /** Steps that the service has noted. */
  readonly journal: () => string[];
  readonly output: () => string;
}

function start(env: Readonly<Record<string, string>> = {}, entry = "./service.fixture.ts"): Started {
  const folder = mkdtempSync(join(tmpdir(), "run-service-test-"));
  const path = join(folder, "journal");
  writeFileSync(path, "");
  const child = fork(new URL(entry, import.meta.url), {
    env: { ...process.env, ...env, JOURNAL: path },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const journal = (): string[] => readFileSync(path, "utf8").trimEnd().split("\n");
  return { child, journal, output: () => output };
}

async function startReady(env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const started = start(env);
  await once(started.child, "message");
  return started;
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, "exit");
  }
  return child.exitCode ?? child.signalCode;
}

const step = (name: string, journal: () => string[]) => expect.poll(journal, { interval: 10 }).toContain(name);

describe("the life of a service", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("is told to the parent, and ends in good order on %s", async (signal) => {
    const { child, journal } = start();
    const [message] = (await once(child, "message")) as unknown[];
    expect(message).toEqual({ type: "ready", answer: 42 });
    child.kill(signal);
    expect(await exitOf(child)).toBe(0);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
  });

  it("takes a fast double Ctrl-C that a launcher passes on, too, for one request", async () => {
    const { child, journal } = await startReady({ MODE: "drain until told" });
    for (const signal of ["SIGINT", "SIGINT", "SIGTERM"] as const) {
      child.kill(signal);
    }
    await step("draining", journal);
    child.kill("SIGUSR2");
    expect(await exitOf(child)).toBe(0);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
  });

  it("ends at once at a second request", async () => {
    const { child, journal, output } = await startReady({ MODE: "drain for ever", SAME_REQUEST_MS: "0" });
    child.kill("SIGINT");
    await step("draining", journal);
    child.kill("SIGINT");
    expect(await exitOf(child)).toBe(1);
    expect(output()).toContain("stopped by force");
  });

  it("is not cut short by the parent's end once it is draining", async () => {
    const { child, journal } = await startReady({ MODE: "drain until told", SAME_REQUEST_MS: "0" });
    child.kill("SIGTERM");
    await step("draining", journal);
    const disconnected = once(child, "disconnect");
    child.disconnect();
    await disconnected;
    child.kill("SIGUSR2");
    expect(await exitOf(child)).toBe(0);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
  });

  it("ends in good order when its parent is killed, with nobody left to read its output", async () => {
    const { child: parent, journal } = start({}, "./service-parent.fixture.ts");
    const [message] = (await once(parent, "message")) as [{ readonly pid: number }];
    onTestFinished(() => {
      try {
        process.kill(message.pid, "SIGKILL");
      } catch {
        // As it should be: it is gone.
      }
    });
    parent.kill("SIGKILL");
    await step("stopping", journal);
    const isAlive = (): boolean => {
      try {
        return process.kill(message.pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isAlive).toBe(false);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
  });

  it("stops what is still starting when the signal comes", async () => {
    const { child, journal } = start({ MODE: "start slowly" });
    await step("starting", journal);
    child.kill("SIGTERM");
    expect(await exitOf(child)).toBe(0);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
  });

  it("stops in spite of a drain that takes too long, and says so by its exit code", async () => {
    const { child, journal, output } = await startReady({ MODE: "drain for ever", DRAIN_TIMEOUT_MS: "200" });
    child.kill("SIGTERM");
    expect(await exitOf(child)).toBe(1);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
    expect(output()).toContain("draining took more than 200 ms");
  });

  it("does not wait for ever for a stop", async () => {
    const { child } = await startReady({ MODE: "stop for ever" });
    child.kill("SIGTERM");
    expect(await exitOf(child)).toBe(1);
  });

  it.each(["reject", "fail"])("drains, stops and exits 1 on its own when told to %s", async (mode) => {
    const { child, journal, output } = await startReady({ MODE: mode });
    expect(await exitOf(child)).toBe(1);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
    expect(output()).toContain("unexpected error");
  });

  it("goes on after a store's fault that nobody caught, which it logs with its stack and makes it check its stores", async () => {
    const { child, journal, output } = await startReady({ MODE: "lose the store" });
    const linesOf = (): string[] =>
      output()
        .split("\n")
        .filter((line) => line.includes("a store's fault that nobody caught"));
    await expect.poll(linesOf, { interval: 10 }).toHaveLength(2);
    // Each fault is logged before its stores are checked.
    await expect.poll(journal, { interval: 10 }).toEqual(["starting", "suspecting", "suspecting"]);
    expect(linesOf().map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        event: "unhandledRejection",
        err: expect.objectContaining({ code: "57P01", stack: expect.stringContaining("service.fixture.ts") }),
      }),
      expect.objectContaining({ event: "uncaughtException" }),
    ]);
    child.kill("SIGTERM");
    expect(await exitOf(child)).toBe(0);
  });

  it("goes on stopping after an error that nobody caught, and exits 1", async () => {
    const { child, journal } = await startReady({ MODE: "reject while draining", SAME_REQUEST_MS: "0" });
    child.kill("SIGTERM");
    expect(await exitOf(child)).toBe(1);
    expect(journal()).toEqual(["starting", "draining", "stopping"]);
  });

  it("exits 1 when it can't start, and says why", async () => {
    const { child, output } = start({ MODE: "fail to start" });
    expect(await exitOf(child)).toBe(1);
    expect(output()).toContain("told to fail");
  });
});
