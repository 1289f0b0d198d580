import { spawn } from "node:child_process";
import { hangMs, waitFor } from "@longhaul/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { sendSignal, waitForEnding, type LiveProcess } from "./processes/live-process.ts";
import { supervise } from "./supervise.ts";

const TIMINGS = { firstDelayMs: 20, maxDelayMs: 50, healthyAfterMs: 60_000 };

type Readiness = "at once" | "at its first output" | "never";

/** A real process that runs a line of JavaScript. */
function startScript(script: string, readiness: Readiness): LiveProcess<number> & { readonly pid: number } {
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  const pid = child.pid ?? 0;
  return {
    pid,
    ready: new Promise((resolve) => {
      if (readiness === "at once") {
        resolve(pid);
      } else if (readiness === "at its first output") {
        child.stdout.once("data", () => resolve(pid));
      }
    }),
    ended: waitForEnding(child),
    askToStop: () => sendSignal(pid, "SIGTERM"),
    kill: () => sendSignal(pid, "SIGKILL"),
  };
}

function superviseScript(script: string, readiness: Readiness) {
  const pids: number[] = [];
  const lines: string[] = [];
  const start = () => {
    const live = startScript(script, readiness);
    pids.push(live.pid);
    return live;
  };
  const supervised = supervise({ name: "it", start, say: (line) => lines.push(line), timings: TIMINGS });
  onTestFinished(() => supervised.kill());
  return { supervised, pids, lines };
}

const FOR_EVER = "setInterval(() => {}, 1000)";
const DEAF = `process.on('SIGTERM', () => {}); console.log('up'); ${FOR_EVER}`;

describe("supervise", () => {
  it("starts a process again each time it ends, waiting twice as long up to the limit", async () => {
    const { supervised, pids, lines } = superviseScript("process.exit(7)", "at once");
    await waitFor(() => pids.length >= 4, { what: "four lives" });
    await supervised.stop(1_000);
    expect(new Set(pids).size).toBe(pids.length);
    expect(lines.filter((line) => line.startsWith("ended")).slice(0, 3)).toEqual([
      "ended unexpectedly (exit code 7); starting it again in 0.02 s",
      "ended unexpectedly (exit code 7); starting it again in 0.04 s",
      "ended unexpectedly (exit code 7); starting it again in 0.05 s",
    ]);
  });

  it("gives up on a process that was never ready", async () => {
    const { supervised, pids } = superviseScript("process.exit(7)", "never");
    await expect(supervised.firstReady).rejects.toThrow("it does not start: it ended 3 times (exit code 7)");
    expect(pids).toHaveLength(3);
  });

  it("doesn't start again what it was asked to stop", async () => {
    const { supervised, pids, lines } = superviseScript(FOR_EVER, "at once");
    await supervised.firstReady;
    await supervised.stop(hangMs());
    expect(pids).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it("kills a process that ignores the request", async () => {
    const { supervised, lines } = superviseScript(DEAF, "at its first output");
    await supervised.firstReady;
    await supervised.stop(50);
    expect(lines).toEqual(["did not stop in 0.05 s: killed"]);
  });

  it("can be stopped while it waits to start again", async () => {
    const lines: string[] = [];
    const supervised = supervise({
      name: "it",
      start: () => startScript("process.exit(7)", "at once"),
      say: (line) => lines.push(line),
      timings: { ...TIMINGS, firstDelayMs: 3_600_000, maxDelayMs: 3_600_000 },
    });
    await waitFor(() => lines.length > 0, { what: "its end" });
    await supervised.stop(1_000);
    expect(lines).toEqual(["ended unexpectedly (exit code 7); starting it again in 3600 s"]);
  });
});
