import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setPriority } from "node:os";

/** What the kernel says of a process. */
export interface ProcessSample {
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  /** When, on a clock that only goes forward. */
  readonly atSec: number;
}

/** Unit of the times in `/proc`, a constant of Linux' interface. */
const TICKS_PER_SECOND = 100;
const INTERVAL_MS = 500;
const LAST_OF_ALL = 19;

/**
 * Looks at a process each half second, from outside: one that lets nothing else run says nothing of itself. Does nothing
 * where there is no `/proc`.
 * @returns ends it
 */
export function watchProcess(pid: number, onSample: (sample: ProcessSample) => void): () => void {
  if (process.platform !== "linux") return () => undefined;
  let isOver = false;
  const timer = setInterval(() => {
    void sampleOf(pid).then((sample) => {
      if (sample !== null && !isOver) onSample(sample);
    });
  }, INTERVAL_MS);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}

/** Null once it has ended. */
async function sampleOf(pid: number): Promise<ProcessSample | null> {
  try {
    const [status, stat] = await Promise.all(
      ["status", "stat"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")),
    );
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? "")?.[1];
    // The name in brackets may have blanks; user and system time are the 12th and 13th value behind it.
    const [user, system] = (stat ?? "")
      .slice((stat ?? "").lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13)
      .map(Number);
    if (kilobytes === undefined || user === undefined || system === undefined) return null;
    return {
      memoryBytes: Number(kilobytes) * 1024,
      cpuSeconds: (user + system) / TICKS_PER_SECOND,
      atSec: performance.now() / 1000,
    };
  } catch {
    return null;
  }
}

/** Puts all threads of a process behind everybody else who wants a processor. Can't be undone without privileges. */
export function putLast(pid: number): void {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), LAST_OF_ALL);
  } catch {
    return; // it has ended
  }
}

/** Seconds of its processors that a task may have used ahead of time, such as for compiling code on all of them. */
const BURST_SEC = 10;

/**
 * Judges by samples of one process whether it has used more than `cpuUnits` processors give since the first of them, beyond
 * what it may take ahead.
 */
export function createCpuAccount(cpuUnits: number): (cpuSeconds: number, atSec: number) => boolean {
  const most = BURST_SEC * Math.max(1, cpuUnits);
  let credit = most;
  let last: { readonly cpuSeconds: number; readonly atSec: number } | null = null;
  return (cpuSeconds, atSec) => {
    if (last !== null) {
      const earned = (atSec - last.atSec) * cpuUnits;
      credit = Math.min(most, credit + earned - (cpuSeconds - last.cpuSeconds));
    }
    last = { cpuSeconds, atSec };
    return credit < 0;
  };
}
