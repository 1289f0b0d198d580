import {
  claimDeliveries,
  newestDelivery,
  releaseDeliveries,
  sweepDeliveries,
  type ClaimedDelivery,
  type Db,
  type Rest,
} from "@longhaul/db";
import { repeatWork, type Logger } from "@longhaul/runtime";
import type { DeliveryConfig } from "../settings/config.ts";
import { sendRun } from "./send-run.ts";
import { createWaker } from "./waker.ts";

export interface DeliveryLoopOptions {
  readonly db: Db;
  readonly logger: Logger;
  readonly rest: Rest;
  readonly limits: Pick<DeliveryConfig, "concurrency" | "leaseMs" | "laneCap" | "originCap" | "perSecond">;
  readonly firstWindow: number;
  /** Time after a claim in which an attempt may begin, so that it ends before the lease. */
  readonly beginMs: number;
  /** Makes and records one attempt; calls `onSent` when nothing is being sent any more. */
  readonly deliver: (delivery: ClaimedDelivery, onSent: (isDelivered: boolean) => void) => Promise<void>;
}

export interface DeliveryLoop {
  /** Claims nothing more and resolves when the attempts under way are recorded. */
  drain(): Promise<void>;
  stop(): void;
}

/** No notice announces a due retry, so the ledger is queried at least this often. */
const POLL_MS = 250;
const RESTING_POLL_MS = 60_000;
/** No notice announces new deliveries either; while claims find nothing, it is looked whether there is one. */
const LOOK_MS = 25;
/**
 * And at most this often, with pauses as many times as long as the claim took: what arrives in between is claimed together, since a
 * claim costs about as much for ten as for one.
 */
const MIN_CLAIM_INTERVAL_MS = 20;
const MAX_CLAIM_INTERVAL_MS = 100;
const PAUSE_PER_CLAIM = 5;
/** An operation's usual events are one run. */
const RUN_LENGTH = 16;
/** A run begins no further delivery after this time, while others may wait for its place. */
const RUN_MS = 1000;
const SWEEP_MS = 1000;
/** Lanes that fail or were never tried get at most this share of a worker: hanging ones can't fill it. */
const UNPROVEN_SHARE = 0.5;
/** And any one tenant's at most this share of those, over all workers. */
const SHARE_OF_TENANT = 0.75;
/** Attempts under way, with those that wait to be recorded, as a multiple of the concurrency. */
const UNRECORDED_SHARE = 3;
/** Claims in a row that only looked at further lanes. */
const MAX_EMPTY_ROUNDS = 20;

/** Claims due deliveries as long as there is room and makes their attempts. */
export function startDeliveryLoop(options: DeliveryLoopOptions): DeliveryLoop {
  const { db, logger, limits, rest } = options;
  const underWay = new Set<Promise<void>>();
  const waker = createWaker();
  let sending = 0;
  let unproven = 0;
  let isDraining = false;
  const unprovenMost = Math.ceil(limits.concurrency * UNPROVEN_SHARE);
  /** Whether the last claim found something: the next one comes soon. */
  let isBusy = false;
  let newest = 0;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    const found = await newestDelivery(db);
    if (found > newest) waker.wake();
    newest = found;
  };
  // Claims fail, too, while the ledger is away, and say so.
  const looks = repeatWork(LOOK_MS, look, () => undefined, rest);
  rest.onWake(waker.wake);

  const deliver = async (delivery: ClaimedDelivery, onSent: (isDelivered: boolean) => void): Promise<void> =>
    options
      .deliver(delivery, onSent)
      .catch((err: unknown) => logger.error({ err, deliveryId: delivery.id }, "attempt not recorded"));
  const send = (run: readonly ClaimedDelivery[], claimedAt: number): void => {
    const unprovenPlaces = run.every(({ isProven }) => isProven) ? 0 : 1;
    sending++;
    unproven += unprovenPlaces;
    const onSent = (): void => {
      // With room left, all that could be claimed was.
      const wasFull = sending >= limits.concurrency || unproven >= unprovenMost;
      sending--;
      unproven -= unprovenPlaces;
      if (wasFull) waker.wake();
    };
    const until = Math.min(performance.now() + RUN_MS, claimedAt + options.beginMs);
    const hasTime = (): boolean => !isDraining && performance.now() < until;
    const work = sendRun({ deliver, release, hasTime }, run, onSent).finally(() => {
      underWay.delete(work);
      // What is recorded frees a place of its lane, and what waited for its turn.
      waker.wake();
    });
    underWay.add(work);
  };
  const claim = (room: number) =>
    claimDeliveries(db, {
      ...limits,
      room,
      runLength: RUN_LENGTH,
      firstWindow: options.firstWindow,
      unprovenRoom: Math.max(0, unprovenMost - unproven),
      unprovenOfTenant: Math.ceil(unprovenMost * SHARE_OF_TENANT),
    }).catch((err: unknown) => {
      logger.warn({ err }, "deliveries not claimed");
      return { deliveries: [], hasMoreLanes: false };
    });

  /** Releases deliveries that were claimed and not tried, so that workers can claim them at once. */
  const release = async (deliveries: readonly ClaimedDelivery[]): Promise<void> => {
    await releaseDeliveries(db, deliveries).catch((err: unknown) =>
      logger.warn({ err }, "deliveries not given back; they are taken back when their leases end"),
    );
  };
  const run = async (): Promise<void> => {
    let emptyRounds = 0;
    while (!isDraining) {
      waker.reset();
      // Attempts that wait to be recorded take no room, unless the ledger can't keep up.
      const room = Math.min(limits.concurrency - sending, UNRECORDED_SHARE * limits.concurrency - underWay.size);
      const begunAt = performance.now();
      const { deliveries, hasMoreLanes } = room <= 0 ? { deliveries: [], hasMoreLanes: false } : await claim(room);
      const pauseMs = PAUSE_PER_CLAIM * (performance.now() - begunAt);
      if (isDraining) await release(deliveries);
      else Map.groupBy(deliveries, (delivery) => delivery.run).forEach((together) => send(together, begunAt));
      isBusy = deliveries.length > 0;
      emptyRounds = deliveries.length === 0 && hasMoreLanes ? emptyRounds + 1 : 0;
      if (isBusy || (emptyRounds > 0 && emptyRounds < MAX_EMPTY_ROUNDS)) waker.wake();
      await waker.wait(
        Math.min(Math.max(pauseMs, MIN_CLAIM_INTERVAL_MS), MAX_CLAIM_INTERVAL_MS),
        rest.isResting() ? RESTING_POLL_MS : POLL_MS,
      );
    }
  };
  const takeBack = async (): Promise<void> => {
    const count = await sweepDeliveries(db);
    if (count > 0) logger.warn({ count }, "deliveries taken back from workers that lost them");
  };
  const sweep = repeatWork(SWEEP_MS, takeBack, (err) => logger.warn({ err }, "deliveries not swept"), rest);
  const running = run();

  return {
    async drain() {
      isDraining = true;
      looks.stop();
      sweep.stop();
      waker.wake();
      await running;
      await Promise.all(underWay);
    },
    stop() {
      looks.stop();
      sweep.stop();
    },
  };
}
