import { sign, type KeyObject } from "node:crypto";

/** Headers of Standard Webhooks for one attempt, signed with Ed25519 (`v1a`) over `id.timestamp.body`. */
export function signDelivery(
  key: KeyObject,
  delivery: { readonly eventId: string; readonly body: string },
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = sign(null, Buffer.from(`${delivery.eventId}.${timestamp}.${delivery.body}`, "utf8"), key);
  return {
    "webhook-id": delivery.eventId,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1a,${signature.toString("base64")}`,
  };
}
