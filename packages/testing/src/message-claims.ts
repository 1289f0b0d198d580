import {
  claimDeliveries,
  findMessage,
  isMessage,
  recordAttempts,
  type AttemptRecord,
  type ClaimedDelivery,
  type Db,
  type Message,
} from "@longhaul/db";
import { attemptAt, WIDE_LIMITS } from "./delivery-claims.ts";

/** A message to people that a test has claimed, with what it says and to whom. */
export interface ClaimedMessage {
  readonly delivery: ClaimedDelivery;
  readonly message: Message;
}

const LIMITS = { ...WIDE_LIMITS, room: 1000, leaseMs: 3_600_000, firstWindow: 100, laneCap: 100 };
const POLICY = { firstWindow: 100, laneCap: 100, tripAfter: 1000, minOpenMs: 1, maxOpenMs: 1, disableAfterMs: 1 };

/** Claims all messages to people that are due, as a webhook worker does. */
export async function claimMessages(db: Db): Promise<ClaimedMessage[]> {
  const { deliveries } = await claimDeliveries(db, LIMITS);
  const claimed: ClaimedMessage[] = [];
  for (const delivery of deliveries.filter(isMessage)) {
    const message = await findMessage(db, delivery);
    if (message !== null) claimed.push({ delivery, message });
  }
  return claimed;
}

/** Records an attempt at a message, unless said otherwise one that reached everybody. @returns whether the claim was still valid */
export async function recordMessage(
  db: Db,
  { delivery, message }: ClaimedMessage,
  changes: Partial<AttemptRecord> = {},
): Promise<boolean> {
  const attempt = { ...attemptAt(delivery), durationMs: 1, toldOf: message.operationId, ...changes };
  return (await recordAttempts(db, [attempt], POLICY)).kept.has(delivery.id);
}
