import {
  claimDeliveries,
  recordAttempts,
  releaseDeliveries,
  type AttemptRecord,
  type ClaimedDelivery,
} from "@longhaul/db";
import { retryDelaySec } from "@longhaul/domain";
import type { Actor, Turn } from "../world/actor.ts";
import { again, failsAt, type World } from "../world/world.ts";

const LIMITS = {
  room: 20,
  unprovenRoom: 10,
  unprovenOfTenant: 8,
  leaseMs: 30_000,
  firstWindow: 2,
  laneCap: 16,
  originCap: 64,
  perSecond: null,
  runLength: 4,
};
const POLICY = {
  firstWindow: 2,
  laneCap: 16,
  tripAfter: 5,
  minOpenMs: 5000,
  maxOpenMs: 60_000,
  disableAfterMs: 5 * 86_400_000,
};
/** How often others go on between two deliveries of a claim. */
const PAUSES = 0.1;

/** A delivery worker: claims runs of what is due, sends each in order until one fails, and records the attempts together. */
export function delivererActor(world: World): Actor {
  return async (turn) => {
    for (;;) {
      await turn.pass();
      const { deliveries } = await claimDeliveries(turn.sql, LIMITS);
      if (deliveries.length === 0) continue;
      await turn.pass();
      const attempts: AttemptRecord[] = [];
      const left: ClaimedDelivery[] = [];
      for (const run of Map.groupBy(deliveries, (delivery) => delivery.run).values()) {
        let isWell = true;
        for (const delivery of run) {
          if (!isWell) {
            left.push(delivery);
            continue;
          }
          if (turn.random().happens(PAUSES)) await turn.pass();
          const attempt = send(world, turn, delivery);
          attempts.push(attempt);
          isWell = attempt.after.status === "Delivered";
        }
      }
      await again(async () => recordAttempts(turn.sql, attempts, POLICY));
      await again(async () => releaseDeliveries(turn.sql, left));
    }
  };
}

function send({ oracle, hasClients }: World, turn: Turn, delivery: ClaimedDelivery): AttemptRecord {
  const { id: deliveryId, epoch, attempt, maxAttempts, retryPolicy } = delivery;
  const attempted = { deliveryId, epoch, number: attempt, startedAt: new Date(0), durationMs: 1, isGone: false };
  // At the end of a world all receivers are well.
  if (!hasClients || !turn.random().happens(failsAt(delivery.destination))) {
    oracle.send(deliveryId, true);
    return { ...attempted, outcome: "delivered", statusCode: 200, after: { status: "Delivered" }, effect: "success" };
  }
  oracle.send(deliveryId, false);
  const failed = { ...attempted, outcome: "server_error", statusCode: 500, effect: "failure" } as const;
  return attempt >= maxAttempts
    ? { ...failed, after: { status: "Failed" } }
    : { ...failed, after: { status: "Pending", retryInMs: 1000 * retryDelaySec(retryPolicy, attempt) } };
}
