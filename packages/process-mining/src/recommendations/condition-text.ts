import type { RootCause } from "../causes/find-root-causes.ts";

/** The conditions in words: `with region = North`, `whose "Approve" was done by Ann`. */
export function conditionText({ conditions }: RootCause): string {
  return conditions
    .map(({ kind, what, value }) => {
      if (kind === "resource") return `whose "${what}" "${value}" did`;
      if (kind === "activity") return `with "${value}"`;
      if (kind === "weekday") return `that began on a ${value}`;
      return `with ${what} ${/^[≤≥]/u.test(value) ? value : `= ${value}`}`;
    })
    .join(" and ");
}
