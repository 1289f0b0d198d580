import { createPrivateKey, hkdfSync, type KeyObject } from "node:crypto";

/** DER of an Ed25519 private key up to its 32 bytes of seed (RFC 8410, 7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * The key that a project's callbacks are signed with: derived from the deployment's key, so that it needs no place of
 * its own and is the same in every process. HKDF with SHA-256 (RFC 5869), the project's ids as info.
 */
export function deriveProjectKey(
  secretsKey: Buffer,
  project: { readonly tenantId: string; readonly projectId: string },
): KeyObject {
  const info = `longhaul callback signing ${project.tenantId}/${project.projectId}`;
  const seed = Buffer.from(hkdfSync("sha256", secretsKey, "", info, 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
}
