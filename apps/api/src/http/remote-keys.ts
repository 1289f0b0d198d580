import { DomainError } from "@longhaul/domain";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";

/** Signature algorithms that tokens of a key set may use. */
export const KEY_ALGORITHMS: readonly string[] = ["RS256", "ES256", "EdDSA", "Ed25519"];

/** Errors caused by the token, not by the key set's server. */
const KEY_FAULTS = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

/** Reads the keys of a key set when first needed, and again for an unknown key, at most every 30 s. */
export function remoteKeys(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url);
  return (header, token) =>
    keys(header, token).catch((err: unknown) => {
      if (KEY_FAULTS.some((fault) => err instanceof fault)) throw err;
      throw new DomainError(
        "temporarily_unavailable",
        "the keys that tokens are verified with can't be read; try again later",
        {
          details: { retryAfterSec: 5 },
          cause: err,
        },
      );
    });
}
