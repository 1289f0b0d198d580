import type { WebhookEvent } from "./webhook-event.ts";
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

type Bytes = Uint8Array<ArrayBuffer>;

/** A key that may have signed a message, with the signatures of its kind. */
export interface Candidate {
  readonly kind: "hmac" | "ed25519";
  readonly key: Bytes;
  readonly signatures: readonly Bytes[];
}

/** What was signed, and by which keys it may have been. */
export interface SignedMessage {
  readonly content: Bytes;
  readonly candidates: readonly Candidate[];
}

const DEFAULT_TOLERANCE_SEC = 300;
const PUBLIC_KEY_BYTES = 32;

/**
 * Reads the Standard Webhooks headers of a delivery and judges its age; the signature is still to be verified.
 * @throws WebhookVerificationError
 */
export function readSignedMessage(
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  key: string | readonly string[],
  options: VerifyWebhookOptions,
): SignedMessage {
  const id = headerOf(headers, "webhook-id");
  const timestamp = headerOf(headers, "webhook-timestamp");
  const signatures = headerOf(headers, "webhook-signature").split(" ");
  checkAge(timestamp, options);
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const body = typeof rawBody === "string" ? new TextEncoder().encode(rawBody) : rawBody;
  const content = new Uint8Array(head.length + body.length);
  content.set(head);
  content.set(body, head.length);
  const keys = typeof key === "string" ? [key] : key;
  return { content, candidates: keys.map((text) => readCandidate(text, signatures)) };
}

/** The event in a body whose signature was verified. @throws WebhookVerificationError */
export function readEvent(rawBody: string | Uint8Array): WebhookEvent {
  try {
    const text = typeof rawBody === "string" ? rawBody : new TextDecoder().decode(rawBody);
    const event: unknown = JSON.parse(text);
    if (typeof event === "object" && event !== null && !Array.isArray(event)) return event as WebhookEvent;
  } catch (err) {
    throw new WebhookVerificationError("bad_body", "the body is not JSON", { cause: err });
  }
  throw new WebhookVerificationError("bad_body", "the body is not a JSON object");
}

export const noneFits = (): WebhookVerificationError =>
  new WebhookVerificationError("no_matching_signature", "no signature fits the body and the key");

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

/** Signatures are `version,base64`: `v1` of secrets, `v1a` of public keys. */
function readCandidate(key: string, signatures: readonly string[]): Candidate {
  const kind = key.startsWith("whpk_") ? "ed25519" : "hmac";
  const version = kind === "hmac" ? "v1" : "v1a";
  const ofVersion = signatures.flatMap((signature) => {
    const [name, text = ""] = signature.split(",");
    const bytes = name === version ? bytesOf(text) : null;
    return bytes === null ? [] : [bytes];
  });
  return { kind, key: kind === "hmac" ? readSecret(key) : readPublicKey(key), signatures: ofVersion };
}

function readSecret(secret: string): Bytes {
  const bytes = secret.startsWith("whsec_") ? bytesOf(secret.slice(6)) : new TextEncoder().encode(secret);
  if (bytes === null || bytes.length === 0)
    throw new WebhookVerificationError("bad_key", "the secret is empty, or whsec_ is not followed by base64");
  return bytes;
}

function readPublicKey(key: string): Bytes {
  const bytes = bytesOf(key.slice("whpk_".length));
  if (bytes?.length !== PUBLIC_KEY_BYTES) {
    throw new WebhookVerificationError("bad_key", "whpk_ must be followed by 32 bytes in base64");
  }
  return bytes;
}

/** Base64 or its form for URLs; null where it is neither. */
function bytesOf(base64: string): Bytes | null {
  try {
    const text = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
