import type { ResourceAllocation } from "@longhaul/domain";
import type { OpenCgroup } from "./phase-cgroups.ts";
import { createCpuAccount, putLast, watchProcess } from "./watch-process.ts";

/** Code, libraries and buffers of a process beside what its allocation is for. */
const OVERHEAD_BYTES = 1024 * 2 ** 20;

/**
 * How much private memory a process may have for each byte that it may really use: allocators and threads have some that
 * they never write to, or keep for later. What is used is looked at twice a second; this holds in between.
 */
const DATA_FACTOR = 2;

/** Memory that a task may use: V8 and DuckDB keep to their shares of it, and buffers beside them come into it too. */
const allowedBytes = (memoryGb: number, heapMb: number): number =>
  Math.max(memoryGb * 2 ** 30, heapMb * 2 ** 20) + OVERHEAD_BYTES;

/** Private memory that a process with a heap of this size may have, whichever task it runs. */
export const dataBytes = (heapMb: number): number => DATA_FACTOR * allowedBytes((2 * heapMb) / 1024, heapMb);

/** Each is called at most once. */
export interface LimitHooks {
  /** The task uses more memory than it may. */
  readonly onExhausted: () => void;
  /** The task uses more processors than it was given. */
  readonly onOveruse: () => void;
}

/** Keeps a process to what its task was given. */
export interface ProcessLimits {
  /** Begins with a task; what it returns ends it. */
  keepTo(resources: ResourceAllocation, hooks: LimitHooks): () => void;
  /** Whether the kernel has ended it for want of memory; known once it is over. */
  ranOutOfMemory(): boolean;
  /** Once the process is over. */
  remove(): void;
}

/**
 * By the kernel where the process has a group of its own. By looking at it in any case: memory, because the kernel's word for
 * a group is a kill without a reason; processors only where no group divides them, and what goes too far then goes last.
 * @param pid undefined when no process could be started
 */
export function limitProcess(
  pid: number | undefined,
  heapMb: number,
  {
    openCgroup,
    onLimitFault,
  }: { readonly openCgroup?: OpenCgroup | undefined; readonly onLimitFault: (err: unknown) => void },
): ProcessLimits {
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch (err) {
      onLimitFault(err);
      return undefined;
    }
  };
  const cgroup = attempt(() => {
    const own = pid === undefined ? undefined : openCgroup?.();
    if (pid !== undefined) own?.add(pid);
    return own;
  });
  return {
    keepTo({ cpuUnits, memoryGb }, { onExhausted, onOveruse }) {
      if (pid === undefined) return () => undefined;
      const allowed = allowedBytes(memoryGb, heapMb);
      attempt(() => cgroup?.limit(cpuUnits, allowed));
      const isOverused = createCpuAccount(cpuUnits);
      let isLast = cgroup !== undefined;
      const end = watchProcess(pid, ({ memoryBytes, cpuSeconds, atSec }) => {
        if (memoryBytes > allowed) {
          end();
          onExhausted();
        } else if (!isLast && isOverused(cpuSeconds, atSec)) {
          isLast = true;
          putLast(pid);
          onOveruse();
        }
      });
      return end;
    },
    ranOutOfMemory: () => attempt(() => cgroup?.ranOutOfMemory()) ?? false,
    remove: () => cgroup?.remove(),
  };
}
