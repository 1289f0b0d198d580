import type { ResourceAllocation } from "@longhaul/domain";
import { PhaseProcess, type PhaseProcessSettings } from "./child-process.ts";

/** Processes that wait, warm, for the next operation. */
export interface PhasePool {
  /** A process for an operation of this allocation; the caller gives it back with `release`. */
  acquire(resources: ResourceAllocation): PhaseProcess;
  /** Takes a process back; a dead one is forgotten. */
  release(phaseProcess: PhaseProcess): void;
  /** Kills every process, idle or not. */
  close(): void;
}

const SMALLEST_HEAP_MB = 512;

/** The part of an allocation's memory that goes to the JavaScript heap; the rest is for DuckDB and typed arrays. */
function heapMb(resources: ResourceAllocation): number {
  return Math.max(SMALLEST_HEAP_MB, Math.floor((resources.memoryGb * 1024) / 2));
}

/** Keeps up to `warm` idle processes; the first is started at once, for the smallest allocation. */
export function createPhasePool(settings: PhaseProcessSettings, warm: number): PhasePool {
  let closed = false;
  const all = new Set<PhaseProcess>();
  const idle: PhaseProcess[] = [];

  const start = (heap: number): PhaseProcess => {
    const fresh = new PhaseProcess(heap, settings);
    all.add(fresh);
    return fresh;
  };
  const retire = (old: PhaseProcess): void => {
    all.delete(old);
    old.kill();
  };
  if (warm > 0) idle.push(start(SMALLEST_HEAP_MB));

  return {
    acquire(resources) {
      const heap = heapMb(resources);
      const fit = idle.findIndex((candidate) => candidate.alive && candidate.heapMb === heap);
      const [found] = fit === -1 ? [] : idle.splice(fit, 1);
      return found ?? start(heap);
    },
    release(phaseProcess) {
      if (!phaseProcess.alive || closed) return retire(phaseProcess);
      idle.push(phaseProcess);
      while (idle.length > warm) {
        const oldest = idle.shift();
        if (oldest !== undefined) retire(oldest);
      }
    },
    close() {
      closed = true;
      for (const item of all) item.kill();
    },
  };
}
