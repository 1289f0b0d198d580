import { findMessage, type ClaimedDelivery, type Db } from "@longhaul/db";
import type { Logger, Tracer } from "@longhaul/runtime";
import type { AttemptRecorder } from "../delivery/attempt-recorder.ts";
import { traceDelivery } from "../delivery/delivery-trace.ts";
import { describeEnd } from "./describe-end.ts";
import { judgeMessage } from "./judge-message.ts";
import type { MessageOutcome, SendMessage } from "./message-sender.ts";

export interface MessageParts {
  readonly db: Db;
  readonly logger: Logger;
  readonly tracer: Tracer | null;
  readonly recorder: AttemptRecorder;
  readonly send: SendMessage;
  /** Where the API is reached, for links to results. */
  readonly publicUrl: string | undefined;
}

/**
 * Sends a claimed message to people and records the attempt. A worker that dies in between leaves a message that is sent once more when
 * its claim has ended: at least once, never none. What fails never touches the operation.
 */
export async function deliverMessage(
  parts: MessageParts,
  delivery: ClaimedDelivery,
  onSent: (isDelivered: boolean) => void = () => undefined,
): Promise<void> {
  const message = await findMessage(parts.db, delivery);
  if (message === null) return;
  const trace = traceDelivery(parts.tracer, delivery);
  const startedAt = new Date();
  const began = performance.now();
  // Mail programs know a mail that comes twice by the id that is made of this.
  const outcome = await parts.send(delivery.id.replace("dlv-", ""), message, describeEnd(message, parts.publicUrl));
  const durationMs = performance.now() - began;
  const judgement = judgeMessage(delivery, outcome, new Date());
  onSent(judgement.after.status === "Delivered");
  trace.end(judgement.outcome, null);
  const error = errorOf(outcome);
  const isKept = await parts.recorder.record({
    deliveryId: delivery.id,
    epoch: delivery.epoch,
    number: delivery.attempt,
    startedAt,
    durationMs,
    ...(error === null ? {} : { error }),
    ...(outcome.kind === "retry" && outcome.remaining !== undefined ? { remaining: outcome.remaining } : {}),
    toldOf: message.operationId,
    ...judgement,
  });
  const isLost = outcome.kind === "retry" || outcome.kind === "rejected";
  parts.logger[isLost ? "warn" : "info"](
    {
      deliveryId: delivery.id,
      operationId: message.operationId,
      ...trace.fields,
      channel: message.kind,
      attempt: delivery.attempt,
      outcome: judgement.outcome,
      status: judgement.after.status,
      ms: Math.round(durationMs),
      kept: isKept,
      ...(error === null ? {} : { error }),
    },
    isLost ? "people not notified" : "message attempted",
  );
}

function errorOf(outcome: MessageOutcome): string | null {
  switch (outcome.kind) {
    case "sent":
      return outcome.note ?? null;
    case "skipped":
      return outcome.reason;
    case "retry":
    case "rejected":
      return outcome.error;
    default:
      return outcome satisfies never;
  }
}
