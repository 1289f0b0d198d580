import type { ResourceAllocation } from "@longhaul/domain";

/** What an operation holds of a worker, or waits for. */
export interface Room {
  readonly granted: ResourceAllocation;
  /** Whether only other tenants hold something here: when the room was given, or now while it isn't. */
  readonly isBeside: () => boolean;
  readonly isGiven: () => boolean;
  /** Resolves when the room is given; never when it was released before. */
  readonly given: Promise<void>;
  /** Gives the room back, or waits for it no longer. A second call does nothing. */
  readonly release: () => void;
}

/** The CPU units and memory that the operations of one worker share. */
export interface Capacity {
  /**
   * Asks for room, which is given first come first served as soon as the allocation fits: at once, if it fits now. An allocation
   * larger than the worker is cut to the worker's size. A guest doesn't wait.
   */
  readonly ask: (wanted: ResourceAllocation, tenantId: string | undefined) => Room;
  /** Asks for room and waits until it is given. */
  readonly take: (wanted: ResourceAllocation, tenantId: string | undefined) => Promise<Room>;
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
  /** Called with what gives the room back. */
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

  const isBeside = (tenantId: string | undefined): boolean => holders.size > 0 && !holders.has(tenantId);
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
    const wasBeside = isBeside(tenantId);
    let isHeld = true;
    take(1);
    grant(wasBeside, () => {
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

  const ask: Capacity["ask"] = (wanted, tenantId) => {
    const granted = {
      cpuUnits: Math.min(wanted.cpuUnits, total.cpuUnits),
      memoryGb: Math.min(wanted.memoryGb, total.memoryGb),
    };
    const given = Promise.withResolvers<void>();
    let held: { readonly wasBeside: boolean; readonly release: () => void } | undefined;
    const request: CapacityRequest = {
      wanted: granted,
      tenantId,
      admit(wasBeside, release) {
        held = { wasBeside, release };
        given.resolve();
      },
    };
    waiting.push(request);
    admitNext();
    return {
      granted,
      isBeside: () => held?.wasBeside ?? isBeside(tenantId),
      isGiven: () => held !== undefined,
      given: given.promise,
      release() {
        if (held !== undefined) return held.release();
        const place = waiting.indexOf(request);
        if (place === -1) return;
        waiting.splice(place, 1);
        // Those behind it may fit.
        admitNext();
      },
    };
  };

  return {
    admitsAsGuest,
    used: () => ({ cpuUnits: total.cpuUnits - cpuUnits, memoryGb: total.memoryGb - memoryGb }),
    ask,
    async take(wanted, tenantId) {
      const room = ask(wanted, tenantId);
      await room.given;
      return room;
    },
  };
}
