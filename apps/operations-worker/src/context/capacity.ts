import type { ResourceAllocation } from "@longhaul/domain";

/** What the operations of one worker may hold together. */
export interface Capacity {
  /**
   * Waits, first come first served, until the allocation fits; one that never can is cut to the worker's whole. A guest
   * doesn't wait. `isBeside` says that only other tenants held something here.
   */
  readonly take: (
    wanted: ResourceAllocation,
    tenantId: string | undefined,
  ) => Promise<{ readonly granted: ResourceAllocation; readonly isBeside: boolean; readonly release: () => void }>;
  /**
   * Whether this would be a guest now: of a tenant that holds nothing here, while the place beside the others is free. So one
   * tenant's long operations, of which there may be any number, don't keep all others waiting until one of them ends. A guest
   * needs memory that is free, and few processors, which it shares with what is running.
   */
  readonly welcomes: (wanted: ResourceAllocation, tenantId: string | undefined) => boolean;
  /** What is taken now; with a guest, of CPU units it may be more than there is. */
  readonly used: () => ResourceAllocation;
}

/** A guest has at most this part of the worker's CPU units, or one. */
const GUEST_SHARE = 0.25;

interface Wish {
  readonly wanted: ResourceAllocation;
  readonly tenantId: string | undefined;
  readonly admit: (isBeside: boolean, release: () => void) => void;
}

/** Admission by CPU units and memory. */
export function createCapacity(total: ResourceAllocation): Capacity {
  let { cpuUnits, memoryGb } = total;
  let hasGuest = false;
  const holders = new Map<string | undefined, number>();
  const waiting: Wish[] = [];

  const fits = (wanted: ResourceAllocation): boolean => wanted.cpuUnits <= cpuUnits && wanted.memoryGb <= memoryGb;
  const welcomes: Capacity["welcomes"] = (wanted, tenantId) =>
    !hasGuest &&
    tenantId !== undefined &&
    !holders.has(tenantId) &&
    wanted.memoryGb <= memoryGb &&
    wanted.cpuUnits <= Math.max(1, GUEST_SHARE * total.cpuUnits);

  const hold = (tenantId: string | undefined, change: 1 | -1): void => {
    const held = (holders.get(tenantId) ?? 0) + change;
    if (held === 0) holders.delete(tenantId);
    else holders.set(tenantId, held);
  };
  const admit = ({ wanted, tenantId, admit: tell }: Wish, asGuest: boolean): void => {
    const take = (sign: 1 | -1): void => {
      cpuUnits -= sign * wanted.cpuUnits;
      memoryGb -= sign * wanted.memoryGb;
      if (asGuest) hasGuest = sign === 1;
      hold(tenantId, sign);
    };
    const isBeside = holders.size > 0 && !holders.has(tenantId);
    take(1);
    tell(isBeside, () => {
      take(-1);
      admitNext();
    });
  };
  const admitNext = (): void => {
    for (let next = waiting[0]; next !== undefined && fits(next.wanted); next = waiting[0]) {
      waiting.shift();
      admit(next, false);
    }
    const guest = waiting.findIndex(({ wanted, tenantId }) => welcomes(wanted, tenantId));
    for (const wish of guest === -1 ? [] : waiting.splice(guest, 1)) admit(wish, true);
  };

  return {
    welcomes,
    used: () => ({ cpuUnits: total.cpuUnits - cpuUnits, memoryGb: total.memoryGb - memoryGb }),
    take(wanted, tenantId) {
      const granted = {
        cpuUnits: Math.min(wanted.cpuUnits, total.cpuUnits),
        memoryGb: Math.min(wanted.memoryGb, total.memoryGb),
      };
      return new Promise((resolve) => {
        waiting.push({
          wanted: granted,
          tenantId,
          admit: (isBeside, release) => resolve({ granted, isBeside, release }),
        });
        admitNext();
      });
    },
  };
}
