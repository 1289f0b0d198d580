import { readQueue, type Db, type LiveWorker, type QueueFigures } from "@longhaul/db";
import { waitingOrder, type Priority } from "@longhaul/domain";

/** Where an operation stands. */
export interface QueuePlace {
  /** How many operations of all tenants come before it. */
  readonly ahead: number;
  /** Whether more may come before it than are counted. */
  readonly isAtLeast: boolean;
  /** From the estimates of what comes before it and what runs; null when no worker lives, or when it isn't known. */
  readonly expectedStart: Date | null;
}

/** The queue as it was a moment ago. */
export interface QueueSnapshot {
  readonly now: Date;
  readonly workers: readonly LiveWorker[];
  placeOf(operation: WaitingOperation): QueuePlace;
  /** Whether a worker has what the operation needs free now. A worker takes what is too large for it with all it has. */
  hasRoomFor(operation: WaitingOperation): boolean;
  /** What is free on the worker that has the most of what the operation needs; null where there is none. */
  nearestRoomFor(operation: WaitingOperation): Room | null;
}

interface Room {
  readonly cpuUnits: number;
  readonly memoryGb: number;
}

interface WaitingOperation {
  readonly priority: Priority;
  /** Where it stands in the fair order of its priority. */
  readonly fairTag: number;
  readonly cpuUnits: number;
  readonly memoryGb: number;
}

/** Reads the queue for all who ask, once a second at most, and not at all while nobody asks. */
export interface QueueWatch {
  current(): Promise<QueueSnapshot>;
}

const FRESH_MS = 1000;

export function createQueueWatch(db: Db): QueueWatch {
  let known: { readonly until: number; readonly snapshot: Promise<QueueSnapshot> } | null = null;
  return {
    async current() {
      if (known !== null && known.until > performance.now()) return known.snapshot;
      const snapshot = readQueue(db).then(toSnapshot);
      const read = { until: performance.now() + FRESH_MS, snapshot };
      known = read;
      try {
        return await snapshot;
      } catch (err) {
        if (known === read) known = null;
        throw err;
      }
    },
  };
}

/** Makes a snapshot of what was read. */
export function toSnapshot({ now, workers, waiting, cut, runningWork }: QueueFigures): QueueSnapshot {
  const places = waiting
    .map((place) => ({ order: waitingOrder(place.priority, place.fairTag), work: place.work }))
    .toSorted((a, b) => a.order - b.order);
  let sum = 0;
  const workUpTo = places.map(({ work }) => (sum += work));
  // Behind the last one that was read of a priority more of it may stand.
  const knownUntil = Math.min(
    Infinity,
    ...cut.map((priority) =>
      Math.max(
        ...waiting.flatMap((place) => (place.priority === priority ? waitingOrder(priority, place.fairTag) : [])),
      ),
    ),
  );
  const active = workers.filter(({ draining }) => !draining);
  const cpuUnits = active.reduce((total, worker) => total + worker.cpuUnits, 0);
  const hasRoomFor = (operation: WaitingOperation): boolean =>
    active.some(
      (worker) =>
        Math.min(operation.cpuUnits, worker.cpuUnits) <= worker.cpuUnits - worker.usedCpu &&
        Math.min(operation.memoryGb, worker.memoryGb) <= worker.memoryGb - worker.usedMemory,
    );
  const nearestRoomFor = (operation: WaitingOperation): Room | null => {
    const rooms = active.map((worker) => ({
      cpuUnits: Math.max(0, worker.cpuUnits - worker.usedCpu),
      memoryGb: Math.max(0, worker.memoryGb - worker.usedMemory),
    }));
    const share = (room: Room): number =>
      Math.min(room.cpuUnits / operation.cpuUnits, room.memoryGb / operation.memoryGb, 1);
    return rooms.reduce<Room | null>((best, room) => (best !== null && share(best) >= share(room) ? best : room), null);
  };
  return {
    now,
    workers,
    hasRoomFor,
    nearestRoomFor,
    placeOf(operation) {
      const own = waitingOrder(operation.priority, operation.fairTag);
      const ahead = countBelow(places, own);
      const isAtLeast = own > knownUntil;
      if (isAtLeast || cpuUnits === 0) return { ahead, isAtLeast, expectedStart: null };
      if (ahead === 0 && hasRoomFor(operation)) return { ahead, isAtLeast, expectedStart: now };
      const seconds = ((workUpTo[ahead - 1] ?? 0) + runningWork) / cpuUnits;
      return { ahead, isAtLeast, expectedStart: new Date(now.getTime() + 1000 * seconds) };
    },
  };
}

/** How many of the places, which are in order, come before one. */
function countBelow(places: readonly { readonly order: number }[], own: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.order ?? Infinity) < own) low = middle + 1;
    else high = middle;
  }
  return low;
}
