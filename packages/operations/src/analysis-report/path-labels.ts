import { ARROW } from "./arrow.ts";

/** Letters of a label that a chart has room for, at most; those of Chinese are twice as wide. */
const ROOM = 110;
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/u;

/**
 * Paths as the labels of a chart. Where the chart would cut two of them to the same label, what they have in common before
 * they part is left out: `… → Pay → Close`.
 */
export function pathLabels(paths: readonly (readonly string[])[]): string[] {
  const begins = paths.map((path) => fitting(path.join(ARROW)));
  return paths.map((path, at) => {
    const alike = paths.filter((_, other) => other !== at && begins[other] === begins[at]);
    const common = alike.reduce((most, other) => Math.max(most, commonLength(path, other)), 0);
    const from = Math.min(common, path.length - 1);
    const isWhole = begins[at] === path.join(ARROW);
    return isWhole || from < 1 ? path.join(ARROW) : `…${ARROW}${path.slice(from).join(ARROW)}`;
  });
}

/** As much of the beginning of a text as a chart has room for. */
function fitting(text: string): string {
  let room = ROOM;
  let end = 0;
  for (const char of text) {
    room -= WIDE.test(char) ? 2 : 1;
    if (room < 0) break;
    end += char.length;
  }
  return text.slice(0, end);
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const parts = one.findIndex((activity, at) => activity !== other[at]);
  return parts === -1 ? one.length : parts;
}
