import { ARROW } from "./arrow.ts";

/** Letters of a label that a chart has room for, at most; those of Chinese are twice as wide. */
const ROOM = 110;
/** Of activities between two partings: so many are told, each in so few letters. */
const MOST_BETWEEN = 3;
const ROOM_OF_BETWEEN = 16;
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/u;

/**
 * Paths as the labels of a chart. Where the chart would cut some of them to the same label, what these have in common
 * before they part is left out: `… → Pay → Close`, or `… → Pay → Check → Close` of those that part again.
 */
export function pathLabels(paths: readonly (readonly string[])[]): string[] {
  const labels = paths.map((path) => path.join(ARROW));
  /** `kept` is what the label begins with; the paths are told from the activity at `leftOut` on. */
  const tellApart = (all: readonly number[], leftOut: number, kept: string, isFirst = false): void => {
    for (const alike of Map.groupBy(all, (at) => fitting(labels[at] ?? "", ROOM)).values()) {
      const first = paths[alike[0] ?? 0] ?? [];
      const from = commonOf(alike.map((at) => paths[at] ?? []));
      if (alike.length < 2 || (from === leftOut && !isFirst)) continue;
      const between = first.slice(leftOut, from).map(shortName);
      const told = between.slice(0, MOST_BETWEEN);
      const isAll = told.length === between.length;
      const begin = `${kept}${[...told, ...(isAll ? [] : ["…"])].map((name) => `${name}${ARROW}`).join("")}`;
      for (const at of alike) labels[at] = `${begin}${(paths[at] ?? []).slice(from).join(ARROW)}`;
      tellApart(alike, from, begin);
    }
  };
  // What all begin with tells none of them apart.
  const common = commonOf(paths);
  tellApart([...paths.keys()], common, common === 0 ? "" : `…${ARROW}`, true);
  return labels;
}

/** How many activities paths have in common before they part; one at least is left of each. */
function commonOf(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  return paths.reduce((least, path) => Math.min(least, commonLength(path, first), path.length - 1), first.length);
}

function shortName(name: string): string {
  const begin = fitting(name, ROOM_OF_BETWEEN);
  return begin === name ? name : `${begin.trimEnd()}…`;
}

/** As much of the beginning of a text as a chart has room for. */
function fitting(text: string, most: number): string {
  let room = most;
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
