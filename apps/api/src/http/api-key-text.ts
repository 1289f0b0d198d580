import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const KEY = /^lhk_([0-9a-f]{16})_([\w-]{43})$/;

/** Whether a bearer token has the prefix of API keys, which no JWT has. */
export const isApiKey = (token: string): boolean => token.startsWith("lhk_");

/** A key's id and the hash of its secret; null for what isn't written as a key. */
export function readApiKey(token: string): { readonly id: string; readonly hash: string } | null {
  const [, id, secret] = KEY.exec(token) ?? [];
  return id === undefined || secret === undefined ? null : { id, hash: hashOf(secret) };
}

/** A secret of 32 random bytes for a key, new or not. */
export function newSecretFor(id: string): { readonly apiKey: string; readonly hash: string } {
  const secret = randomBytes(32).toString("base64url");
  return { apiKey: `lhk_${id}_${secret}`, hash: hashOf(secret) };
}

export const newKeyId = (): string => randomBytes(8).toString("hex");

/** Looks at all of them, in constant time. */
export const isOneOf = (hash: string, known: readonly string[]): boolean =>
  known.filter((one) => one.length === hash.length && timingSafeEqual(Buffer.from(one), Buffer.from(hash))).length > 0;

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
