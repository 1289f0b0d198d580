import type { RootCause } from "../causes/find-root-causes.ts";

/** The conditions in words: `with region = North`, `in which "Ann" did "Approve"`. */
export function conditionText({ conditions }: RootCause): string {
  return conditions
    .map(({ kind, what, value }) => {
      if (kind === "resource") return `in which "${value}" did "${what}"`;
      if (kind === "activity") return `with "${value}"`;
      if (kind === "weekday") return `that began on a ${value}`;
      return `with ${what} ${/^[≤≥]/u.test(value) ? value : `= ${value}`}`;
    })
    .join(" and ");
}
