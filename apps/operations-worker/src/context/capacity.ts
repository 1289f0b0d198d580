import type { ResourceAllocation } from "@longhaul/domain";

/** The CPU units and memory that the operations of one worker share. */
export interface Capacity {
  /**
   * Waits, first come first served, until the allocation fits. An allocation larger than the worker is cut to the worker's size.
   * A guest doesn't wait. `isBeside` is true when only other tenants hold something here. A second `release` does nothing.
   */
  readonly take: (
    wanted: ResourceAllocation,
    tenantId: string | undefined,
  ) => Promise<{ readonly granted: ResourceAllocation; readonly isBeside: boolean; readonly release: () => void }>;
  /**
   * Whether the operation would be admitted as a guest now. A guest is an operation of a tenant that holds nothing here; a worker
   * runs one guest at a time. So the long operations of one tenant don't block all other tenants. A guest's memory must be free;
   * its few CPU units are shared with the running operations.
   */
  readonly admitsAsGuest: (wanted: ResourceAllocation, tenantId: string | undefined) => boolean;
  /** What is taken now. With a guest, the CPU units may exceed the worker's. */
  readonly used: () => ResourceAllocation;
}

/** Limit of a guest: this share of the worker's CPU units, but at least one unit. */
const GUEST_SHARE = 0.25;

interface CapacityRequest {
  readonly wanted: ResourceAllocation;
  readonly tenantId: string | undefined;
  readonly admit: (isBeside: boolean, release: () => void) => void;
}

/** Creates an admission control by CPU units and memory. */
export function createCapacity(total: ResourceAllocation): Capacity {
  let { cpuUnits, memoryGb } = total;
  let hasGuest = false;
  const holders = new Map<string | undefined, number>();
  const waiting: CapacityRequest[] = [];

  const fits = (wanted: ResourceAllocation): boolean => wanted.cpuUnits <= cpuUnits && wanted.memoryGb <= memoryGb;
  const admitsAsGuest: Capacity["admitsAsGuest"] = (wanted, tenantId) =>
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
  const admit = ({ wanted, tenantId, admit: grant }: CapacityRequest, asGuest: boolean): void => {
    const take = (sign: 1 | -1): void => {
      cpuUnits -= sign * wanted.cpuUnits;
      memoryGb -= sign * wanted.memoryGb;
      if (asGuest) hasGuest = sign === 1;
      hold(tenantId, sign);
    };
    const isBeside = holders.size > 0 && !holders.has(tenantId);
    let isHeld = true;
    take(1);
    grant(isBeside, () => {
      if (!isHeld) return;
      isHeld = false;
      take(-1);
      admitNext();
    });
  };
  const admitNext = (): void => {
    for (let next = waiting[0]; next !== undefined && fits(next.wanted); next = waiting[0]) {
      waiting.shift();
      admit(next, false);
    }
    const guest = waiting.findIndex(({ wanted, tenantId }) => admitsAsGuest(wanted, tenantId));
    for (const request of guest === -1 ? [] : waiting.splice(guest, 1)) admit(request, true);
  };

  return {
    admitsAsGuest,
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
