import type { ClaimedDelivery } from "@longhaul/db";

export interface SendRunParts {
  /** Makes and records one attempt; calls `onSent` when nothing is being sent any more. Never rejects. */
  readonly deliver: (delivery: ClaimedDelivery, onSent: (isDelivered: boolean) => void) => Promise<void>;
  /** Gives back what wasn't tried. Never rejects. */
  readonly release: (deliveries: readonly ClaimedDelivery[]) => Promise<void>;
  /** Whether there is time for another one, before the lease ends or others have waited too long. */
  readonly hasTime: () => boolean;
}

/**
 * Sends the deliveries of a run one after another, the next one while the attempt before it is being recorded. What comes after one
 * that was not delivered is given back: how the lane goes on is for the next claim to say.
 * @param onSent called when nothing is being sent any more
 * @returns when all attempts are recorded and what is left is given back
 */
export async function sendRun(
  parts: SendRunParts,
  run: readonly ClaimedDelivery[],
  onSent: () => void = () => undefined,
): Promise<void> {
  const ends: Promise<void>[] = [];
  let left: readonly ClaimedDelivery[] = [];
  for (const [idx, delivery] of run.entries()) {
    const sent = Promise.withResolvers<boolean>();
    ends.push(parts.deliver(delivery, sent.resolve).finally(() => sent.resolve(false)));
    const isDelivered = await sent.promise;
    if (isDelivered && parts.hasTime()) continue;
    left = run.slice(idx + 1);
    break;
  }
  onSent();
  await Promise.all(ends);
  // What was recorded may have ended their webhook.
  if (left.length > 0) await parts.release(left);
}
