import type { ResourceAllocation } from "@longhaul/domain";

/** What the operations of one worker may hold together. */
export interface Capacity {
  /** Waits, first come first served, until the allocation fits; one that never can is cut to the worker's whole. */
  readonly take: (
    wanted: ResourceAllocation,
  ) => Promise<{ readonly granted: ResourceAllocation; readonly release: () => void }>;
  /** What is taken now. */
  readonly used: () => ResourceAllocation;
}

/** Admission by CPU units and memory. */
export function createCapacity(total: ResourceAllocation): Capacity {
  let cpuUnits = total.cpuUnits;
  let memoryGb = total.memoryGb;
  const waiting: { readonly wanted: ResourceAllocation; readonly admit: () => void }[] = [];

  const fits = (wanted: ResourceAllocation): boolean => wanted.cpuUnits <= cpuUnits && wanted.memoryGb <= memoryGb;
  const admitNext = (): void => {
    for (let next = waiting[0]; next !== undefined && fits(next.wanted); next = waiting[0]) {
      waiting.shift();
      cpuUnits -= next.wanted.cpuUnits;
      memoryGb -= next.wanted.memoryGb;
      next.admit();
    }
  };

  return {
    used: () => ({ cpuUnits: total.cpuUnits - cpuUnits, memoryGb: total.memoryGb - memoryGb }),
    take(wanted) {
      const granted = {
        cpuUnits: Math.min(wanted.cpuUnits, total.cpuUnits),
        memoryGb: Math.min(wanted.memoryGb, total.memoryGb),
      };
      return new Promise((resolve) => {
        const release = (): void => {
          cpuUnits += granted.cpuUnits;
          memoryGb += granted.memoryGb;
          admitNext();
        };
        waiting.push({ wanted: granted, admit: () => resolve({ granted, release }) });
        admitNext();
      });
    },
  };
}
