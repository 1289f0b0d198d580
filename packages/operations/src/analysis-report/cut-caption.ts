import { count } from "./quantities.ts";

/** The caption of a table that may have room for the first rows only, which it then says. */
export function cutCaption(caption: string, shown: number, total: number): string {
  return shown >= total ? caption : `${caption} (the first ${count(shown).text} of ${count(total).text})`;
}
