import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceAllocation } from "@longhaul/domain";

/** One process's group in the kernel's control groups (cgroup v2), with its limits. */
export interface PhaseCgroup {
  /** Puts a process into it, with all that it starts. */
  add(pid: number): void;
  /** What the process may use from now on. */
  limit(cpuUnits: ResourceAllocation["cpuUnits"], memoryBytes: number): void;
  /** Whether the kernel has ended something in it for want of memory. */
  ranOutOfMemory(): boolean;
  /** Once nothing runs in it. */
  remove(): void;
}

/** Makes a group for a process. */
export type OpenCgroup = () => PhaseCgroup;

const CONTROLLERS = ["cpu", "memory"];
/** Of `cpu.max`, in microseconds. */
const PERIOD = 100_000;
/** Threads and processes: many more than Node and DuckDB start. */
const MOST_TASKS = 1024;
const GROUP = /^phase-\d+-\d+$/;

/**
 * Groups below a folder that the operator has given to the worker (`PHASE_CGROUP`), the worker itself being elsewhere in it
 * or outside. Those that a worker before has left are removed.
 * @throws Error that names the setting, when the folder isn't one of cgroup v2, may not be written, or lacks a controller
 */
export function openPhaseCgroups(folder: string): OpenCgroup {
  const available = readSettings(folder, "cgroup.controllers");
  const missing = CONTROLLERS.filter((controller) => !available.includes(controller));
  if (missing.length > 0) throw fault(folder, `it has no controller ${missing.join(" and no ")}`);
  const wanted = [...CONTROLLERS, "pids"].filter((controller) => available.includes(controller));
  const hasTaskLimit = wanted.includes("pids");
  try {
    writeFileSync(join(folder, "cgroup.subtree_control"), wanted.map((controller) => `+${controller}`).join(" "));
    for (const name of readdirSync(folder)) if (GROUP.test(name)) removeIfEmpty(join(folder, name));
  } catch (err) {
    throw fault(folder, (err as Error).message);
  }

  let opened = 0;
  return () => {
    const path = join(folder, `phase-${process.pid}-${++opened}`);
    const write = (name: string, value: string): void => writeFileSync(join(path, name), value);
    mkdirSync(path, { recursive: true });
    if (hasTaskLimit) write("pids.max", String(MOST_TASKS));
    return {
      add: (pid) => write("cgroup.procs", String(pid)),
      limit(cpuUnits, memoryBytes) {
        write("cpu.max", `${Math.max(1000, Math.round(cpuUnits * PERIOD))} ${PERIOD}`);
        write("memory.max", String(memoryBytes));
      },
      ranOutOfMemory: () => /^oom_kill [1-9]/m.test(readFileSync(join(path, "memory.events"), "utf8")),
      remove: () => removeIfEmpty(path),
    };
  };
}

function readSettings(folder: string, name: string): string[] {
  try {
    return readFileSync(join(folder, name), "utf8").split(/\s+/);
  } catch (err) {
    throw fault(folder, (err as Error).message);
  }
}

/** What still has a process is left to the next start. */
function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    return;
  }
}

const fault = (folder: string, reason: string): Error =>
  new Error(
    `PHASE_CGROUP: phase processes can't be limited below ${folder} (${reason}); give the worker a folder of cgroup v2 with the controllers cpu and memory that it may write and that no process is in itself, or leave it out`,
  );
