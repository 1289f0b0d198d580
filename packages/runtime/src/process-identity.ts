import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Whether a process with this number runs, whoever owns it. A zombie counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (err) {
    return err instanceof Error && "code" in err && err.code === "EPERM";
  }
  try {
    return !afterName(readFileSync(`/proc/${pid}/stat`, "utf8")).startsWith(") Z");
  } catch {
    return true;
  }
}

/** proc(5): the name in parentheses may hold anything, so fields count from its end. */
function afterName(stat: string): string {
  return stat.slice(stat.lastIndexOf(")"));
}

/** `starttime` is field 22 of proc(5), the name being the second. */
const START_TIME = 20;

/**
 * Returns the start time of a process, in the system's format. It distinguishes the process from a later one with the same id.
 * Null when no such process runs.
 */
export async function findStartTime(pid: number): Promise<string | null> {
  if (!isAlive(pid)) {
    return null;
  }
  try {
    return afterName(await readFile(`/proc/${pid}/stat`, "utf8")).split(" ")[START_TIME] ?? null;
  } catch {
    const ps = await promisify(execFile)("ps", ["-p", String(pid), "-o", "lstart="]).catch(() => ({ stdout: "" }));
    return ps.stdout.trim() === "" ? null : ps.stdout.trim();
  }
}
