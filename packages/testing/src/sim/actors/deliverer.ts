import { claimDeliveries, recordAttempts, type AttemptRecord, type ClaimedDelivery } from "@longhaul/db";
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
};
const POLICY = {
  firstWindow: 2,
  laneCap: 16,
  tripAfter: 5,
  minOpenMs: 5000,
  maxOpenMs: 60_000,
  disableAfterMs: 5 * 86_400_000,
};

/** A delivery worker: claims what is due, sends it, and records the attempts together. */
export function delivererActor(world: World): Actor {
  return async (turn) => {
    for (;;) {
      await turn.pass();
      const { deliveries } = await claimDeliveries(turn.sql, LIMITS);
      if (deliveries.length === 0) continue;
      await turn.pass();
      const attempts = deliveries.map((delivery) => send(world, turn, delivery));
      await again(async () => recordAttempts(turn.sql, attempts, POLICY));
    }
  };
}

function send({ oracle, hasClients }: World, turn: Turn, delivery: ClaimedDelivery): AttemptRecord {
  const { id: deliveryId, epoch, attempt, maxAttempts, retryPolicy } = delivery;
  const attempted = { deliveryId, epoch, number: attempt, startedAt: new Date(0), durationMs: 1, isGone: false };
  // At the end of a world all receivers are well.
  if (!hasClients || !turn.random().happens(failsAt(delivery.destination))) {
    oracle.receive(deliveryId);
    return { ...attempted, outcome: "delivered", statusCode: 200, after: { status: "Delivered" }, effect: "success" };
  }
  const failed = { ...attempted, outcome: "server_error", statusCode: 500, effect: "failure" } as const;
  return attempt >= maxAttempts
    ? { ...failed, after: { status: "Failed" } }
    : { ...failed, after: { status: "Pending", retryInMs: 1000 * retryDelaySec(retryPolicy, attempt) } };
}
