import { createHmac, sign, type KeyObject } from "node:crypto";
import {
  callbackSecretContext,
  deriveProjectKey,
  deriveProjectSecret,
  type ClaimedDelivery,
  type Scope,
  type SealedSecret,
  type SecretBox,
} from "@longhaul/db";

export interface DeliverySignerOptions {
  readonly secretBox: SecretBox;
  /** The deployment's keys, the current one first: a project's callbacks are signed with keys derived from each. */
  readonly secretsKeys: readonly Buffer[];
  readonly callbackSigning: "ed25519" | "hmac";
}

export type SignableDelivery = Pick<
  ClaimedDelivery,
  "destination" | "tenantId" | "projectId" | "eventId" | "body" | "webhook"
>;

/**
 * The signature headers of one attempt.
 * @param callbackSecrets the project's callback secrets, the current one first
 * @throws Error when a secret can't be decrypted
 */
export type DeliverySigner = (
  delivery: SignableDelivery,
  now: Date,
  callbackSecrets?: readonly SealedSecret[],
) => Record<string, string>;

const MAX_CACHED = 10_000;

/**
 * Signs by Standard Webhooks, over `id.timestamp.body`: `v1` (HMAC-SHA256) with a webhook's secret, `v1a` (Ed25519) with
 * the project's key if there is no secret, and with both if the project has a callback secret. `X-Signature` has the HMAC
 * over the body alone. Replaced secrets sign too until they expire; their HMACs are in
 * `X-Signature-Previous`, separated by commas.
 */
export function createDeliverySigner({
  secretBox,
  secretsKeys,
  callbackSigning,
}: DeliverySignerOptions): DeliverySigner {
  const secrets = memoize((context: string, sealed: SealedSecret) => secretBytes(secretBox.open(sealed, context)));
  const projectKeys = memoize((_id: string, project: Scope) =>
    secretsKeys.map((key) => deriveProjectKey(key, project)),
  );
  const projectSecrets = memoize((_id: string, project: Scope) =>
    secretsKeys.map((key) => secretBytes(deriveProjectSecret(key, project))),
  );

  return (delivery, now, callbackSecrets = []) => {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const content = `${delivery.eventId}.${timestamp}.${delivery.body}`;
    const headers = { "webhook-id": delivery.eventId, "webhook-timestamp": timestamp };
    const { webhook } = delivery;
    if (webhook !== null && webhook.secret !== null) {
      const keys = [webhook.secret, ...webhook.previousSecrets].map((item) =>
        secrets(`${webhook.id} ${item.keyId} ${item.iv}`, webhook.id, item),
      );
      return { ...headers, ...hmacHeaders(keys, content, delivery.body) };
    }
    const project = `${delivery.tenantId}/${delivery.projectId}`;
    const context = callbackSecretContext(delivery);
    const given = callbackSecrets.map((item) => secrets(`${project} ${item.keyId} ${item.iv}`, context, item));
    if (callbackSigning === "hmac") {
      const keys = given.length > 0 ? given : projectSecrets(project, project, delivery);
      return { ...headers, ...hmacHeaders(keys, content, delivery.body) };
    }
    const byKey = ed25519Signatures(projectKeys(project, project, delivery), content);
    if (given.length === 0) return { ...headers, "webhook-signature": byKey };
    const bySecret = hmacHeaders(given, content, delivery.body);
    return { ...headers, ...bySecret, "webhook-signature": `${bySecret["webhook-signature"]} ${byKey}` };
  };
}

function hmacHeaders(
  keys: readonly Buffer[],
  content: string,
  body: string,
): Record<string, string> & { readonly "webhook-signature": string } {
  const [current, ...previous] = keys.map((key) => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`);
  return {
    "webhook-signature": keys
      .map((key) => `v1,${createHmac("sha256", key).update(content).digest("base64")}`)
      .join(" "),
    ...(current === undefined ? {} : { "x-signature": current }),
    ...(previous.length === 0 ? {} : { "x-signature-previous": previous.join(", ") }),
  };
}

function ed25519Signatures(keys: readonly KeyObject[], content: string): string {
  return keys.map((key) => `v1a,${sign(null, Buffer.from(content, "utf8"), key).toString("base64")}`).join(" ");
}

/** A secret that starts `whsec_` is base64, any other is its UTF-8 bytes. */
function secretBytes(secret: string): Buffer {
  return secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret, "utf8");
}

function memoize<A extends unknown[], T>(make: (...args: A) => T): (key: string, ...args: A) => T {
  const known = new Map<string, T>();
  return (key, ...args) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(...args);
      if (known.size >= MAX_CACHED) known.clear();
      known.set(key, value);
    }
    return value;
  };
}
