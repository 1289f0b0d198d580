import type { Room } from "./capacity.ts";

/** What is taken ahead of a free place waits no longer on average: as many are taken as runs of late were short. */
const AHEAD_MS = 20;

/** Share of a shorter run in the average. A longer one counts whole: where some runs are long, short ones would wait for them. */
const SHORTER_SHARE = 1 / 16;

/** A run that is longer says no more than that runs aren't short now. */
const LONG_MS = 500;

/** An operation that got no room within two to three of these is given back. Two, since a process that stood still sees one end at once. */
const LOOK_MS = 40;
const LOOKS = 3;

/**
 * Most operations in hand beyond the places, as a multiple of these: being claimed, waiting for room, or having their end written.
 * Empty operations a second with 16 places on 2 shared cores: 1,855 with 2, 2,233 with 4.
 */
const MOST_AHEAD = 4;

/** How a claimed operation's wait for room ended. */
export type RoomWait = "given" | "late" | "lost" | "drained";

/** One operation that the worker took from its queue. */
export interface OperationInHand {
  /** Whether to claim it though it has to wait for room. */
  readonly mayClaimAhead: () => boolean;
  /** Waits for a claimed one's room, for a short time. @param onStoppable gets what ends the wait at once */
  readonly waitForRoom: (
    room: Room,
    onStoppable: (stop: (wait: "lost" | "drained") => void) => void,
  ) => Promise<RoomWait>;
  /** Its phases took so long. */
  readonly ran: (ms: number) => void;
  readonly end: () => void;
}

/**
 * Claims of operations ahead of a free place, so that short runs don't wait for the ledger's answer, and each claim takes many. A claimed
 * one runs as soon as there is room, which is soon, since the runs before it are short. When they turn out not to be, it is given
 * back for any worker, and nothing is claimed ahead until runs are short again.
 */
export interface ClaimsAhead {
  /** How many operations beyond its places the worker may take from the queue now. */
  readonly more: () => number;
  readonly take: () => OperationInHand;
  /** Nobody waits for room any more. */
  readonly drain: () => void;
}

/** @param places how many operations of one CPU unit run at once */
export function createClaimsAhead(places: number): ClaimsAhead {
  let averageMs = LONG_MS;
  let inHand = 0;
  let isDraining = false;
  let looking: NodeJS.Timeout | undefined;
  const waits = new Set<{ looks: number; readonly end: (wait: RoomWait) => void }>();

  const more = (): number => (isDraining ? 0 : places * Math.min(MOST_AHEAD, Math.floor(AHEAD_MS / averageMs)));
  const look = (): void => {
    for (const wait of waits) if (++wait.looks >= LOOKS) wait.end("late");
    looking = waits.size > 0 ? setTimeout(look, LOOK_MS) : undefined;
  };

  return {
    more,
    take() {
      inHand++;
      let isInHand = true;
      return {
        // One that was taken while more might be doesn't keep other workers from it.
        mayClaimAhead: () => more() > 0 || inHand > places,
        async waitForRoom(room, onStoppable) {
          if (room.isGiven()) return "given";
          if (isDraining) return "drained";
          const { promise, resolve: end } = Promise.withResolvers<RoomWait>();
          const wait = { looks: 0, end };
          waits.add(wait);
          looking ??= setTimeout(look, LOOK_MS);
          onStoppable(end);
          void room.given.then(() => end("given"));
          const ended = await promise;
          waits.delete(wait);
          if (ended === "late") averageMs = LONG_MS;
          return ended;
        },
        ran(ms) {
          const latest = Math.min(ms, LONG_MS);
          averageMs = Math.max(latest, averageMs + SHORTER_SHARE * (latest - averageMs));
        },
        end() {
          if (isInHand) inHand--;
          isInHand = false;
        },
      };
    },
    drain() {
      isDraining = true;
      for (const { end } of waits) end("drained");
    },
  };
}
