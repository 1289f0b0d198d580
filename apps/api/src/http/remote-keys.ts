import { DomainError } from "@longhaul/domain";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";

/** What tokens of a key set may be signed with. */
export const KEY_ALGORITHMS: readonly string[] = ["RS256", "ES256", "EdDSA", "Ed25519"];

/** Faults of the token, not of the key set's server. */
const KEY_FAULTS = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

/** Keys of a key set, read when first needed and again, at most every 30 s, for a key that is not among them. */
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
