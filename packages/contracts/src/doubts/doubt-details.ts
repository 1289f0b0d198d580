import { ownValue, type Language } from "@longhaul/domain";
import { FRENCH_DETAILS } from "./french-details.ts";

/** What is told of a doubt, as an import tells it: in English. */
interface ToldDoubt {
  readonly kind: string;
  readonly detail: string;
  /** Values or records that it is about, where they can be counted. */
  readonly count?: number | undefined;
}

/** What was seen and taken, with the remedy, in a language and with its signs; a kind without words keeps those of its import. */
export function doubtDetail(language: Language, { kind, detail, count }: ToldDoubt): string {
  const french = language === "fr" ? ownValue(FRENCH_DETAILS, kind) : undefined;
  if (french !== undefined) return french(count);
  return detail
    .replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => `“${unescaped(inner)}”`)
    .replaceAll(/(?<=\p{L})'(?=\p{L})/gu, "’");
}

/** A name as it stood in the signs of JSON, with the quotes that stand within quotes. */
function unescaped(name: string): string {
  return name
    .replaceAll(/\\"([^"\\]*)\\"/g, "‘$1’")
    .replaceAll('\\"', "’")
    .replaceAll("\\\\", "\\");
}
