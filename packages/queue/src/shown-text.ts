import { storableText } from "@longhaul/domain";

/** Longest text that a job carries for people. */
const maxShownLength = 500;

/** A text for dashboards: short, and without what Postgres can't keep. */
export function shownText(text: string, maxLength = maxShownLength): string {
  return storableText(text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text);
}
