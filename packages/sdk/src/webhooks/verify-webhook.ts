import type * as nodeCryptoModule from "node:crypto";
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

type NodeCrypto = typeof nodeCryptoModule;

/** DER of an Ed25519 public key up to its 32 bytes (RFC 8410, 4). */
const SPKI_HEAD = "302a300506032b6570032100";

/**
 * As `unwrapWebhook`, but at once: for Node (from 20.16 on), Deno and Bun, whose crypto has an answer without waiting.
 * @throws WebhookVerificationError with the reason
 * @throws Error where the runtime has no `node:crypto`
 */
export function verifyWebhook(
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  key: string | readonly string[],
  options: VerifyWebhookOptions = {},
): WebhookEvent {
  const message = readSignedMessage(headers, rawBody, key, options);
  const crypto = nodeCrypto();
  if (!message.candidates.some((candidate) => isSignedBy(crypto, candidate, message))) throw noneFits();
  return readEvent(rawBody);
}

/** Not imported: in browsers and workers this module would not load then. */
function nodeCrypto(): NodeCrypto {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): NodeCrypto | undefined } };
  const crypto = process?.getBuiltinModule?.("node:crypto");
  if (crypto !== undefined) return crypto;
  throw new Error("this runtime has no node:crypto (Node has it from 20.16 on): await unwrapWebhook(…) instead");
}

function isSignedBy(crypto: NodeCrypto, { kind, key, signatures }: Candidate, { content }: SignedMessage): boolean {
  if (kind === "ed25519") {
    const der = Buffer.concat([Buffer.from(SPKI_HEAD, "hex"), key]);
    const publicKey = crypto.createPublicKey({ key: der, format: "der", type: "spki" });
    return signatures.some((signature) => crypto.verify(null, content, publicKey, signature));
  }
  const expected = crypto.createHmac("sha256", key).update(content).digest();
  return signatures.some(
    (signature) => signature.length === expected.length && crypto.timingSafeEqual(signature, expected),
  );
}
