import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

const ENTRY = fileURLToPath(new URL("./service.fixture.ts", import.meta.url));

function start(failAt = ""): { child: ChildProcess; output: () => string } {
  const child = fork(ENTRY, {
    env: { ...process.env, FAIL_AT: failAt },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  const [code, signal] = await once(child, "exit");
  return code ?? signal;
}

describe("the life of a service", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "drains, stops and exits 0 on %s, having told its parent that it is ready",
    async (signal) => {
      const { child, output } = start();
      expect((await once(child, "message"))[0]).toEqual({ type: "ready", answer: 42 });
      child.kill(signal);
      expect(await exitOf(child)).toBe(0);
      expect(output()).toContain("draining");
    },
  );

  it("takes two signals at once, as a terminal and a launcher send them, for one", async () => {
    const { child, output } = start();
    await once(child, "message");
    child.kill("SIGINT");
    child.kill("SIGTERM");
    expect(await exitOf(child)).toBe(0);
    expect(output()).toContain("stopped");
  });

  it("shuts down when its parent's channel closes", async () => {
    const { child } = start();
    await once(child, "message");
    child.disconnect();
    expect(await exitOf(child)).toBe(0);
  });

  it.each(["start", "run", "drain"])("exits 1 when it fails to %s", async (failAt) => {
    const { child } = start(failAt);
    if (failAt === "drain") {
      await once(child, "message");
      child.kill("SIGTERM");
    }
    expect(await exitOf(child)).toBe(1);
  });
});
