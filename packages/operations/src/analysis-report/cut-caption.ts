import type { Texts } from "../texts/texts.ts";

/** The caption of a table that may have room for the first rows only, which it then says. */
export function cut(caption: string, shown: number, total: number, { tables }: Texts): string {
  return shown >= total ? caption : tables.cut(caption, shown, total);
}
