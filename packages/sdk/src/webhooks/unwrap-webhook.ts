import {
  noneFits,
  readEvent,
  readSignedMessage,
  type Candidate,
  type SignedMessage,
  type VerifyWebhookOptions,
  type WebhookHeaders,
} from "./signed-message.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/**
 * Verifies a webhook or callback by its Standard Webhooks headers and returns its event, by the Web Cryptography API: it works in
 * Node, Deno, Bun, workers and browsers (signatures of public keys where the runtime knows Ed25519).
 *
 * `rawBody` must be the bytes as they came, not JSON that was parsed and written again. `key` is the secret that the
 * webhook was registered with (`v1`, HMAC-SHA256; `whsec_…` is base64, anything else UTF-8), or a project's public key
 * `whpk_…` (`v1a`, Ed25519) from `/.well-known/webhook-keys/{tenantId}/{projectId}`. Of several keys one has to fit.
 * @throws WebhookVerificationError with the reason
 */
export async function unwrapWebhook(
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  key: string | readonly string[],
  options: VerifyWebhookOptions = {},
): Promise<WebhookEvent> {
  const message = readSignedMessage(headers, rawBody, key, options);
  for (const candidate of message.candidates) {
    if (await isSignedBy(candidate, message)) return readEvent(rawBody);
  }
  throw noneFits();
}

async function isSignedBy({ kind, key, signatures }: Candidate, { content }: SignedMessage): Promise<boolean> {
  if (signatures.length === 0) return false;
  const algorithm = kind === "hmac" ? { name: "HMAC", hash: "SHA-256" } : { name: "Ed25519" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["verify"]);
  for (const signature of signatures) {
    if (await crypto.subtle.verify(algorithm, imported, signature, content)) return true;
  }
  return false;
}
