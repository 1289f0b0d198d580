import { createHmac, sign, type KeyObject } from "node:crypto";
import {
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

/** The signature headers of one attempt. @throws Error when a secret can't be decrypted */
export type DeliverySigner = (delivery: SignableDelivery, now: Date) => Record<string, string>;

const MAX_CACHED = 10_000;

/**
 * Signs by Standard Webhooks, over `id.timestamp.body`: `v1` (HMAC-SHA256) with a webhook's secret, `v1a` (Ed25519) with
 * the project's key where there is no secret. HMAC signatures are also given as `X-Signature` over the body alone. While
 * a secret is being rotated both sign; the old one's `X-Signature` is `X-Signature-Previous`.
 */
export function createDeliverySigner({
  secretBox,
  secretsKeys,
  callbackSigning,
}: DeliverySignerOptions): DeliverySigner {
  const secrets = remember((webhookId: string, sealed: SealedSecret) => secretBytes(secretBox.open(sealed, webhookId)));
  const projectKeys = remember((_id: string, project: Scope) =>
    secretsKeys.map((key) => deriveProjectKey(key, project)),
  );
  const projectSecrets = remember((_id: string, project: Scope) =>
    secretsKeys.map((key) => secretBytes(deriveProjectSecret(key, project))),
  );

  return (delivery, now) => {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const content = `${delivery.eventId}.${timestamp}.${delivery.body}`;
    const headers = { "webhook-id": delivery.eventId, "webhook-timestamp": timestamp };
    const { webhook } = delivery;
    const sealed = [webhook?.secret, webhook?.previousSecret].filter((item) => item !== null && item !== undefined);
    if (webhook !== null && sealed.length > 0) {
      const keys = sealed.map((item) => secrets(`${webhook.id} ${item.keyId} ${item.iv}`, webhook.id, item));
      return { ...headers, ...hmacHeaders(keys, content, delivery.body) };
    }
    const project = `${delivery.tenantId}/${delivery.projectId}`;
    return callbackSigning === "hmac"
      ? { ...headers, ...hmacHeaders(projectSecrets(project, project, delivery), content, delivery.body) }
      : { ...headers, "webhook-signature": ed25519Signatures(projectKeys(project, project, delivery), content) };
  };
}

function hmacHeaders(keys: readonly Buffer[], content: string, body: string): Record<string, string> {
  const [current, previous] = keys.map((key) => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`);
  return {
    "webhook-signature": keys
      .map((key) => `v1,${createHmac("sha256", key).update(content).digest("base64")}`)
      .join(" "),
    ...(current === undefined ? {} : { "x-signature": current }),
    ...(previous === undefined ? {} : { "x-signature-previous": previous }),
  };
}

function ed25519Signatures(keys: readonly KeyObject[], content: string): string {
  return keys.map((key) => `v1a,${sign(null, Buffer.from(content, "utf8"), key).toString("base64")}`).join(" ");
}

/** A secret that starts `whsec_` is base64, any other is its UTF-8 bytes. */
function secretBytes(secret: string): Buffer {
  return secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret, "utf8");
}

function remember<A extends unknown[], T>(make: (...args: A) => T): (key: string, ...args: A) => T {
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
