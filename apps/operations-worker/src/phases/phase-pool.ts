import type { ResourceAllocation } from "@longhaul/domain";
import { PhaseProcess, type PhaseProcessSettings } from "./phase-process.ts";

/** Processes that wait, warm, for the next task. One that has worked for a tenant never works for another. */
export interface PhasePool {
  /** A process for work of this tenant with this allocation; the caller gives it back with `release`. */
  acquire(tenantId: string, resources: ResourceAllocation): PhaseProcess;
  /** Takes a process back; one in which something went wrong is ended. */
  release(phaseProcess: PhaseProcess): void;
  /** Kills every process, idle or not, and resolves when they are gone. */
  close(): Promise<void>;
}

const SMALLEST_HEAP_MB = 512;

/** A task that has just got its process comes first. */
const RESTOCK_AFTER_MS = 500;

/** The part of an allocation's memory that goes to the JavaScript heap; the rest is for DuckDB and typed arrays. */
function heapMb(resources: ResourceAllocation): number {
  return Math.max(SMALLEST_HEAP_MB, Math.floor((resources.memoryGb * 1024) / 2));
}

/**
 * Keeps up to `warm` idle processes of tenants that have worked here, and some that are nobody's yet, for the smallest
 * allocation: these are started in advance, so that a tenant who comes anew doesn't wait for one. At first that is one, twice as
 * many each time that a tenant comes, at most `spares`: a process costs a second of a processor, and memory, whether or not
 * anybody needs it.
 */
export function createPhasePool(
  settings: PhaseProcessSettings,
  { warm, spares: mostSpares }: { readonly warm: number; readonly spares: number },
): PhasePool {
  let wantedSpares = Math.min(1, mostSpares);
  let closed = false;
  const all = new Set<PhaseProcess>();
  const tenants = new Map<PhaseProcess, string>();
  let spares: PhaseProcess[] = [];
  let idle: PhaseProcess[] = [];

  const start = (heap: number, preload: boolean): PhaseProcess => {
    const fresh = new PhaseProcess(heap, settings, preload);
    all.add(fresh);
    return fresh;
  };
  const retire = (old: PhaseProcess): void => {
    all.delete(old);
    tenants.delete(old);
    void old.end();
  };
  let restocking: NodeJS.Timeout | undefined;
  const restock = (): void => {
    restocking = undefined;
    spares = spares.filter((spare) => spare.isReusable);
    while (!closed && spares.length < wantedSpares) spares.push(start(SMALLEST_HEAP_MB, true));
  };
  restock();

  return {
    acquire(tenantId, resources) {
      const heap = heapMb(resources);
      const fits = (candidate: PhaseProcess): boolean => candidate.isReusable && candidate.heapMb === heap;
      const own = idle.findLast((candidate) => fits(candidate) && tenants.get(candidate) === tenantId);
      const found = own ?? spares.find(fits) ?? start(heap, false);
      if (own === undefined) wantedSpares = Math.min(mostSpares, 2 * wantedSpares);
      idle.filter((candidate) => !candidate.isReusable).forEach(retire);
      idle = idle.filter((candidate) => candidate.isReusable && candidate !== found);
      spares = spares.filter((candidate) => candidate !== found);
      tenants.set(found, tenantId);
      restocking ??= setTimeout(restock, RESTOCK_AFTER_MS);
      return found;
    },
    release(phaseProcess) {
      if (!all.has(phaseProcess)) return;
      if (closed || !phaseProcess.isReusable) return retire(phaseProcess);
      idle.push(phaseProcess);
      idle.slice(0, -warm).forEach(retire);
      idle = idle.slice(-warm);
    },
    async close() {
      closed = true;
      clearTimeout(restocking);
      await Promise.all([...all].map((item) => item.end()));
    },
  };
}
