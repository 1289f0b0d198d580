import { readdir, readFile } from "node:fs/promises";

/** Clock ticks a second, which Linux has fixed for user space. */
const TICKS = 100;

/** CPU seconds that processes and all their descendants, ended ones included, have used so far. Linux only. */
export async function cpuSecondsOf(roots: readonly number[]): Promise<number> {
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
  for (const [pid, stat] of stats) if (isOf(pid)) ticks += stat.ticks;
  return ticks / TICKS;
}
