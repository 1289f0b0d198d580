import type { ResourceAllocation } from "@longhaul/domain";
import { PhaseProcess, type PhaseProcessSettings, type Preload } from "./phase-process.ts";

/** Processes that wait, warm, for the next task. One that has worked for a tenant never works for another. */
export interface PhasePool {
  /** A process for work of this tenant with this allocation; the caller gives it back with `release`. */
  acquire(tenantId: string, resources: ResourceAllocation): PhaseProcess;
  /** Starts the first process that is nobody's yet, unless one is there. */
  stock(): void;
  /** Prepares a process for the import of an announced file of any tenant. */
  expect(resources: ResourceAllocation): void;
  /** Takes a process back; one in which something went wrong is ended. */
  release(phaseProcess: PhaseProcess): void;
  /** Kills every process, idle or not, and resolves when they are gone. */
  close(): Promise<void>;
}

const SMALLEST_HEAP_MB = 512;

/** A process that is expected to import a file waits no longer for it. */
const EXPECTED_FOR_MS = 120_000;

/** A task that has just got its process comes first. */
const RESTOCK_AFTER_MS = 500;

/** The part of an allocation's memory that goes to the JavaScript heap; the rest is for DuckDB and typed arrays. */
function heapMb(resources: ResourceAllocation): number {
  return Math.max(SMALLEST_HEAP_MB, Math.floor((resources.memoryGb * 1024) / 2));
}

/**
 * Keeps up to `warm` idle processes of tenants that have worked here, and some that are nobody's yet, for the smallest
 * allocation: these are started in advance, so that a tenant who comes anew doesn't wait for one. After `stock` that is one, twice as
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
  /** At most one, so that files which are announced but never sent cost no more. */
  let expected: PhaseProcess | null = null;

  const start = (heap: number, preload: Preload): PhaseProcess => {
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
    clearTimeout(restocking);
    restocking = undefined;
    spares = spares.filter((spare) => spare.isReusable);
    while (!closed && spares.length < wantedSpares) spares.push(start(SMALLEST_HEAP_MB, "all"));
  };

  return {
    stock: restock,
    acquire(tenantId, resources) {
      const heap = heapMb(resources);
      const fits = (candidate: PhaseProcess): boolean => candidate.isReusable && candidate.heapMb === heap;
      const own = idle.findLast((candidate) => fits(candidate) && tenants.get(candidate) === tenantId);
      const found = own ?? [...spares, ...(expected === null ? [] : [expected])].find(fits) ?? start(heap, "nothing");
      if (own === undefined) wantedSpares = Math.min(mostSpares, 2 * wantedSpares);
      idle.filter((candidate) => !candidate.isReusable).forEach(retire);
      idle = idle.filter((candidate) => candidate.isReusable && candidate !== found);
      spares = spares.filter((candidate) => candidate !== found);
      if (expected === found) expected = null;
      tenants.set(found, tenantId);
      restocking ??= setTimeout(restock, RESTOCK_AFTER_MS);
      return found;
    },
    expect(resources) {
      const heap = heapMb(resources);
      // It may have died while it waited.
      if (expected?.isReusable === false) {
        retire(expected);
        expected = null;
      }
      const isThere = [...spares, ...idle].some((one) => one.isReusable && one.heapMb === heap);
      if (closed || expected !== null || isThere) return;
      const fresh = start(heap, "import");
      expected = fresh;
      setTimeout(() => {
        if (expected !== fresh) return;
        expected = null;
        retire(fresh);
      }, EXPECTED_FOR_MS).unref();
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
