import { counted as countedIn } from "@longhaul/domain";

/** In the quotation marks of English; those inside become single ones. */
export function quoted(name: string): string {
  return `“${name.replaceAll("“", "‘").replaceAll("”", "’")}”`;
}

/** `1 case`, `1,234 cases`. */
export const counted = countedIn("en");
