import { MAX_PREVIOUS_SECRETS, type PreviousSecret, type SecretRotation } from "@longhaul/db";
import { DomainError, timeText } from "@longhaul/domain";

/** How long a secret signs on after it was replaced. */
export const OVERLAP_SEC = 86_400;

/** The field with the time until which the last replaced secret also signs; nothing when none does. */
export function lastEnd({ previousSecrets }: { readonly previousSecrets: readonly PreviousSecret[] }): {
  readonly previousSecretExpires?: string;
} {
  const [last] = previousSecrets;
  return last === undefined ? {} : { previousSecretExpires: timeText(last.expires) };
}

/** @throws DomainError when the secret wasn't replaced because too many before it sign still */
export function refuseIfFull({ isRefused, previousSecrets }: SecretRotation): void {
  const next = previousSecrets.at(-1)?.expires;
  if (!isRefused || next === undefined) return;
  throw new DomainError(
    "not_yet",
    `${MAX_PREVIOUS_SECRETS} earlier secrets sign still; rotate again when the first of them has ended, at ${timeText(next)}`,
    {
      details: {
        limit: MAX_PREVIOUS_SECRETS,
        retryAfterSec: Math.max(1, Math.ceil((next.getTime() - Date.now()) / 1000)),
      },
    },
  );
}
