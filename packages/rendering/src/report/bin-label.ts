import { printable } from "../text/printable.ts";
import type { Bin } from "./report.ts";

/** Keeps a figure and its unit in one line. */
export const NO_BREAK_SPACE = "\u00a0";

/** What a class of a histogram is called on the axis of a native chart. */
export function binLabel({ from, to, isOpen }: Bin): string {
  return printable(isOpen === true ? `≥${NO_BREAK_SPACE}${from.text}` : `${from.text}–${to.text}`);
}
