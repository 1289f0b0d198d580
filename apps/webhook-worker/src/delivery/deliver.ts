import type { AttemptRecord, ClaimedDelivery } from "@longhaul/db";
import type { Logger, Tracer } from "@longhaul/runtime";
import type { DeliveryMetrics } from "./delivery-metrics.ts";
import type { Sender, SendOutcome } from "../sending/sender.ts";
import type { CallbackSecrets } from "../signing/callback-secrets.ts";
import { deliveryHeaders } from "../signing/delivery-headers.ts";
import type { DeliverySigner } from "../signing/delivery-signer.ts";
import type { AttemptRecorder } from "./attempt-recorder.ts";
import { traceDelivery } from "./delivery-trace.ts";
import { describeRedirect } from "./describe-redirect.ts";
import { judgeAttempt } from "./judge-attempt.ts";

export interface DeliverParts {
  readonly logger: Logger;
  /** Null where traces go nowhere. */
  readonly tracer: Tracer | null;
  readonly metrics: DeliveryMetrics;
  readonly sender: Sender;
  readonly sign: DeliverySigner;
  readonly callbackSecrets: CallbackSecrets;
  readonly recorder: AttemptRecorder;
}

/**
 * Makes one attempt at a claimed delivery and records it.
 * @param onSent called when nothing is being sent any more
 */
export async function deliver(
  parts: DeliverParts,
  delivery: ClaimedDelivery,
  onSent: (isDelivered: boolean) => void = () => undefined,
): Promise<void> {
  const { logger, metrics, sender, sign, recorder } = parts;
  const hasOwnSecret = (delivery.webhook?.secret ?? null) !== null;
  const callbackSecrets = hasOwnSecret ? [] : await parts.callbackSecrets.of(delivery);
  const trace = traceDelivery(parts.tracer, delivery);
  const startedAt = new Date();
  const began = performance.now();
  const headers = deliveryHeaders(delivery.webhook?.headers ?? {}, {
    ...sign(delivery, startedAt, callbackSecrets),
    "webhook-event": delivery.eventType,
    ...trace.headers,
  });
  const sent = await sender.send({ url: delivery.url, body: delivery.body, headers, share: delivery.tenantId });
  const tookMs = performance.now() - began;
  const judgement = judgeAttempt(sent, delivery, new Date(), Math.random());
  onSent(judgement.after.status === "Delivered");
  trace.end(judgement.outcome, sent.outcome === "answered" ? sent.statusCode : null);
  const isKept = await recorder.record({
    deliveryId: delivery.id,
    epoch: delivery.epoch,
    number: delivery.attempt,
    startedAt,
    durationMs: isTimeShown(sent) ? tookMs : 0,
    ...answerOf(sent, delivery.url),
    ...judgement,
  });
  metrics.observe(judgement.outcome, tookMs, delivery, judgement.after.status === "Delivered");
  logger.info(
    {
      deliveryId: delivery.id,
      eventId: delivery.eventId,
      ...trace.fields,
      destination: delivery.destination,
      attempt: delivery.attempt,
      outcome: judgement.outcome,
      status: judgement.after.status,
      ms: Math.round(tookMs),
      kept: isKept,
      ...(sent.outcome === "failed" && sent.detail !== undefined ? { detail: sent.detail } : {}),
    },
    "delivery attempted",
  );
}

/** The time of a failed look-up could reveal to a tenant whether an internal name exists. */
const isTimeShown = (sent: SendOutcome): boolean => sent.outcome === "answered" || sent.kind !== "no_public_address";

function answerOf(sent: SendOutcome, url: string): Pick<AttemptRecord, "statusCode" | "responseExcerpt" | "error"> {
  if (sent.outcome === "failed") return { error: sent.message };
  const redirect = describeRedirect(sent, url);
  return {
    statusCode: sent.statusCode,
    responseExcerpt: sent.excerpt,
    ...(redirect === null ? {} : { error: redirect }),
  };
}
