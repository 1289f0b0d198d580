import { recordAttempt, type ClaimedDelivery, type Db } from "@longhaul/db";
import type { RetryPolicy } from "@longhaul/domain";
import type { Logger } from "@longhaul/runtime";
import { deriveProjectKey } from "../sending/project-key.ts";
import type { Sender } from "../sending/send-with-got.ts";
import { signDelivery } from "../sending/sign-delivery.ts";
import { judgeAttempt } from "./judge-attempt.ts";

/** Callbacks have no policy of their own. */
const CALLBACK_POLICY: RetryPolicy = { maxRetries: 5, retryDelay: 10, backoffMultiplier: 3, maxDelay: 3600 };

export interface DeliverParts {
  readonly db: Db;
  readonly logger: Logger;
  readonly send: Sender;
  readonly secretsKey: Buffer;
}

/** Makes one attempt at a claimed delivery and records it. */
export async function deliver(
  { db, logger, send, secretsKey }: DeliverParts,
  delivery: ClaimedDelivery,
): Promise<void> {
  const startedAt = new Date();
  const began = performance.now();
  const headers = signDelivery(deriveProjectKey(secretsKey, delivery), delivery, startedAt);
  const sent = await send({
    url: delivery.url,
    body: delivery.body,
    headers: { ...headers, "webhook-event": delivery.eventType },
  });
  const { outcome, after } = judgeAttempt(sent, { ...delivery, policy: CALLBACK_POLICY }, new Date(), Math.random());
  const kept = await recordAttempt(
    db,
    {
      deliveryId: delivery.id,
      epoch: delivery.epoch,
      number: delivery.attempt,
      startedAt,
      durationMs: performance.now() - began,
      outcome,
      ...(sent.outcome === "answered"
        ? { statusCode: sent.statusCode, responseExcerpt: sent.excerpt }
        : { error: sent.message }),
    },
    after,
  );
  logger.info(
    {
      deliveryId: delivery.id,
      destination: delivery.destination,
      attempt: delivery.attempt,
      outcome,
      status: after.status,
      kept,
    },
    "delivery attempted",
  );
}
