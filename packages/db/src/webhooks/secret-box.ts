import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";

/** A secret as it is stored: encrypted with AES-256-GCM. All but `keyId` is base64. */
export interface SealedSecret {
  /** Which key it was encrypted with. */
  readonly keyId: string;
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** Encrypts and decrypts the secrets that the database stores. */
export interface SecretBox {
  /**
   * Encrypts a secret. The same key, secret and context give the same result, so that a repeated request can be recognised.
   * @param context what the secret belongs to; `open` needs the same context
   */
  seal(secret: string, context: string): SealedSecret;
  /** @throws Error when the key isn't configured, or when the secret or its context was changed */
  open(sealed: SealedSecret, context: string): string;
}

/** A replaced secret as it is stored. Deliveries are signed with it, too, until `expires`. */
export interface PreviousSecret {
  readonly secret: SealedSecret;
  readonly expires: Date;
}

/** The limit of replaced secrets: each adds a signature to every delivery. */
export const MAX_PREVIOUS_SECRETS = 10;

const IV_BYTES = 12;
const KEY_ID_CHARACTERS = 12;

/**
 * A box of the deployment's keys, 32 bytes each: the first encrypts, all decrypt. To rotate, put a new key in front and
 * keep the old ones until nothing is encrypted with them any more.
 */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const [current] = keys;
  if (current === undefined) throw new Error("a secret box needs a key");
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));

  return {
    seal(secret, context) {
      const iv = syntheticIv(current, secret, context);
      const cipher = createCipheriv("aes-256-gcm", current, iv).setAAD(Buffer.from(context));
      const data = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return {
        keyId: keyIdOf(current),
        iv: iv.toString("base64"),
        tag: cipher.getAuthTag().toString("base64"),
        data: data.toString("base64"),
      };
    },
    open(sealed, context) {
      const key = byId.get(sealed.keyId);
      if (key === undefined) throw new Error(`a secret is encrypted with key ${sealed.keyId}, which is not configured`);
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(sealed.iv, "base64"), { authTagLength: 16 })
        .setAAD(Buffer.from(context))
        .setAuthTag(Buffer.from(sealed.tag, "base64"));
      return Buffer.concat([decipher.update(Buffer.from(sealed.data, "base64")), decipher.final()]).toString("utf8");
    },
  };
}

/** Derives the IV from the plaintext, as AES-SIV does (RFC 5297): different texts get different IVs, equal texts the same. */
function syntheticIv(key: Buffer, secret: string, context: string): Buffer {
  const ivKey = createHmac("sha256", key).update("longhaul iv").digest();
  return createHmac("sha256", ivKey)
    .update(`${Buffer.byteLength(context)} ${context}${secret}`)
    .digest()
    .subarray(0, IV_BYTES);
}

function keyIdOf(key: Buffer): string {
  return createHash("sha256").update("longhaul key id").update(key).digest("hex").slice(0, KEY_ID_CHARACTERS);
}
