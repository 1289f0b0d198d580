import { createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import type { WebhookEventBody } from "./webhook-event-body.ts";
import { WebhookVerificationError } from "./webhook-verification-error.ts";

/** Headers as `fetch` gives them, or as Node and Express do. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyWebhookOptions {
  /** How far the sender's clock and ours may be apart, and how old an attempt may be, in seconds; default 300. */
  readonly toleranceSec?: number;
  /** Default the current time. */
  readonly now?: Date;
}

const DEFAULT_TOLERANCE_SEC = 300;
/** DER of an Ed25519 public key up to its 32 bytes (RFC 8410, 4). */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");
const PUBLIC_BYTES = 32;

/**
 * Verifies a webhook or callback by its Standard Webhooks headers and returns its event.
 *
 * `rawBody` must be the bytes as they came, not JSON that was parsed and written again. `key` is the secret that the
 * webhook was registered with (`v1`, HMAC-SHA256; `whsec_…` is base64, anything else UTF-8), or a project's public key
 * `whpk_…` (`v1a`, Ed25519) from `/.well-known/webhook-keys/{tenantId}/{projectId}`. Of several keys one has to fit.
 * @throws WebhookVerificationError with the reason
 */
export function verifyWebhook(
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  key: string | readonly string[],
  options: VerifyWebhookOptions = {},
): WebhookEventBody {
  const id = headerOf(headers, "webhook-id");
  const timestamp = headerOf(headers, "webhook-timestamp");
  const signatures = headerOf(headers, "webhook-signature");
  checkAge(timestamp, options);
  const body = typeof rawBody === "string" ? Buffer.from(rawBody, "utf8") : rawBody;
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`, "utf8"), body]);
  const keys = typeof key === "string" ? [key] : key;
  if (!keys.some((candidate) => isSignedWith(candidate, content, signatures.split(" ")))) {
    throw new WebhookVerificationError("no_matching_signature", "no signature fits the body and the key");
  }
  return readEvent(body);
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = hasGet(headers) ? headers.get(name) : findHeader(headers, name);
  if (value === null || value === undefined || value === "") {
    throw new WebhookVerificationError("missing_headers", `the header ${name} is missing`);
  }
  return value;
}

function hasGet(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof headers["get"] === "function";
}

function findHeader(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  name: string,
): string | undefined {
  const found = Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  return typeof found === "string" ? found : found?.[0];
}

function checkAge(timestamp: string, { toleranceSec = DEFAULT_TOLERANCE_SEC, now = new Date() }: VerifyWebhookOptions) {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError("missing_headers", "webhook-timestamp is not a number of seconds");
  }
  const ageSec = now.getTime() / 1000 - Number(timestamp);
  if (Math.abs(ageSec) > toleranceSec) {
    const side = ageSec > 0 ? "too old" : "in the future";
    throw new WebhookVerificationError("outside_tolerance", `the signature is ${side}`);
  }
}

/** Signatures are `version,base64`, separated by spaces. */
function isSignedWith(key: string, content: Buffer, signatures: readonly string[]): boolean {
  const isPublic = key.startsWith("whpk_");
  const candidates = signatures
    .map((signature) => signature.split(","))
    .flatMap(([version, text]) => (version === (isPublic ? "v1a" : "v1") && text !== undefined ? [text] : []))
    .map((text) => Buffer.from(text, "base64"));
  if (isPublic) {
    const publicKey = readPublicKey(key);
    return candidates.some((candidate) => verify(null, content, publicKey, candidate));
  }
  const expected = createHmac("sha256", readSecret(key)).update(content).digest();
  return candidates.some((candidate) => candidate.length === expected.length && timingSafeEqual(candidate, expected));
}

function readSecret(secret: string): Buffer {
  const bytes = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret, "utf8");
  if (bytes.length === 0) throw new WebhookVerificationError("bad_key", "the secret is empty");
  return bytes;
}

function readPublicKey(key: string) {
  const bytes = Buffer.from(key.slice("whpk_".length), "base64");
  if (bytes.length !== PUBLIC_BYTES) {
    throw new WebhookVerificationError("bad_key", "whpk_ must be followed by 32 bytes in base64");
  }
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: "der", type: "spki" });
}

function readEvent(body: Uint8Array): WebhookEventBody {
  try {
    const event: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (typeof event === "object" && event !== null && !Array.isArray(event)) return event as WebhookEventBody;
  } catch (err) {
    throw new WebhookVerificationError("bad_body", "the body is not JSON", { cause: err });
  }
  throw new WebhookVerificationError("bad_body", "the body is not a JSON object");
}
