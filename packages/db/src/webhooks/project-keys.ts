import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";
import type { Scope } from "../scope.ts";

/** DER of an Ed25519 private key up to its 32 bytes of seed (RFC 8410, 7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
/** Length of an Ed25519 public key, the end of its DER. */
const PUBLIC_BYTES = 32;

/**
 * The Ed25519 key that a project's callbacks are signed with: derived from a key of the deployment, so that it needs no
 * place of its own and is the same in every process. HKDF with SHA-256 (RFC 5869), the project's ids as info.
 */
export function deriveProjectKey(secretsKey: Buffer, project: Scope): KeyObject {
  const seed = derive(secretsKey, "callback signing", project);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
}

/** The public half as Standard Webhooks writes it: `whpk_` and its 32 bytes in base64. */
export function publicKeyText(key: KeyObject): string {
  const der = createPublicKey(key).export({ format: "der", type: "spki" });
  return `whpk_${der.subarray(-PUBLIC_BYTES).toString("base64")}`;
}

/** The secret that a project's callbacks are signed with where a deployment chose HMAC: `whsec_` and base64. */
export function deriveProjectSecret(secretsKey: Buffer, project: Scope): string {
  return `whsec_${derive(secretsKey, "callback hmac", project).toString("base64")}`;
}

function derive(secretsKey: Buffer, purpose: string, { tenantId, projectId }: Scope): Buffer {
  return Buffer.from(hkdfSync("sha256", secretsKey, "", `longhaul ${purpose} ${tenantId}/${projectId}`, 32));
}
