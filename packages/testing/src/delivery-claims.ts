import type { AttemptRecord, ClaimLimits, ClaimedDelivery, LanePolicy } from "@longhaul/db";

/** How lanes go on after attempts, as the webhook worker has it but for shorter times. */
export const LANE_POLICY: LanePolicy = {
  firstWindow: 2,
  laneCap: 8,
  tripAfter: 3,
  minOpenMs: 1000,
  maxOpenMs: 3000,
  disableAfterMs: 86_400_000,
};

/** Limits of a claim that nothing reaches but its room and the lanes' windows. */
export const WIDE_LIMITS: ClaimLimits = {
  room: 10,
  unprovenRoom: 1000,
  unprovenOfTenant: 1000,
  leaseMs: 600_000,
  firstWindow: LANE_POLICY.firstWindow,
  laneCap: LANE_POLICY.laneCap,
  originCap: 1000,
  perSecond: null,
};

/** An attempt at a claimed delivery that the receiver answered with 200, or not. */
export const attemptAt = ({ id, epoch, attempt }: ClaimedDelivery, isWell = true): AttemptRecord => ({
  deliveryId: id,
  epoch,
  number: attempt,
  startedAt: new Date(),
  durationMs: 5,
  outcome: isWell ? "delivered" : "server_error",
  after: isWell ? { status: "Delivered" } : { status: "Pending", retryInMs: 0 },
  effect: isWell ? "success" : "failure",
  isGone: false,
});
