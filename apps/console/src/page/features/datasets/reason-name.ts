import { t } from "../../texts/language.ts";

/** Why a row was left out, repaired or doubted, in words; as the API names it where the page knows none. */
export function reasonName(reason: string): string {
  return new Map(Object.entries<string>(t.value.datasets.reasons)).get(reason) ?? reason;
}
