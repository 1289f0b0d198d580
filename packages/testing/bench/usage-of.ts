import { readdir, readFile } from "node:fs/promises";

/** Clock ticks a second, which Linux has fixed for user space. */
const TICKS = 100;

/** What processes and all their descendants have used so far. */
export interface ProcessUsage {
  /** Of the ended ones, too. */
  readonly cpuSeconds: number;
  /** The most that one of those that live has had. */
  readonly peakMB: number;
}

/** Linux only. */
export async function usageOf(roots: readonly number[]): Promise<ProcessUsage> {
  const stats = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => null);
    if (text === null) continue;
    // After the name in parentheses, which may hold anything: state, parent, …, utime, stime, cutime, cstime.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, idx) => sum + (fields[idx] ?? 0), 0);
    stats.set(Number(name), { parent: fields[1] ?? 0, ticks });
  }
  const isOf = (pid: number): boolean => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (roots.includes(at)) return true;
    return false;
  };
  let ticks = 0;
  let peakMB = 0;
  for (const [pid, stat] of stats) {
    if (!isOf(pid)) continue;
    ticks += stat.ticks;
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    peakMB = Math.max(peakMB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }
  return { cpuSeconds: ticks / TICKS, peakMB };
}

/** Microseconds of CPU that these processes alone, which live, have used so far: exact, for short spans. Linux only. */
export async function cpuMicroseconds(pids: readonly number[]): Promise<number> {
  const texts = await Promise.all(pids.map(async (pid) => readFile(`/proc/${pid}/schedstat`, "utf8")));
  return texts.reduce((sum, text) => sum + Number(text.split(" ")[0]) / 1000, 0);
}
