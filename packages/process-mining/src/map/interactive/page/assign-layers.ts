/** An arrow between two boxes, by their places. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  /** Heavier arrows lead downwards if they can. */
  readonly weight: number;
}

/** The level of each box, from the top, and which arrows lead upwards. */
export interface Layers {
  readonly layerOf: readonly number[];
  readonly isUpward: readonly boolean[];
}

/**
 * Put boxes on levels so that as much weight as possible leads downwards. Arrows are taken by weight, the heaviest
 * first, unless they would close a cycle with those taken before; a box is below all that lead to it by those.
 */
export function assignLayers(boxes: number, arrows: readonly Arrow[]): Layers {
  const below: number[][] = Array.from({ length: boxes }, () => []);
  const isUpward = arrows.map(() => false);
  const byWeight = [...arrows.keys()].toSorted((a, b) => (arrows[b]?.weight ?? 0) - (arrows[a]?.weight ?? 0) || a - b);
  for (const idx of byWeight) {
    const { from, to } = arrows[idx] ?? { from: 0, to: 0 };
    if (from === to) continue;
    if (leadsTo(below, to, from)) isUpward[idx] = true;
    else below[from]?.push(to);
  }
  return { layerOf: lowered(longestPaths(below), below), isUpward };
}

/** Boxes that nothing leads to stand just above the first that they lead to. */
function lowered(layerOf: readonly number[], below: readonly (readonly number[])[]): number[] {
  const reached = new Set(below.flat());
  return layerOf.map((layer, box) => {
    const next = below[box] ?? [];
    return reached.has(box) || next.length === 0 ? layer : Math.min(...next.map((one) => layerOf[one] ?? 0)) - 1;
  });
}

/** Whether one box can be reached from another. */
function leadsTo(below: readonly (readonly number[])[], from: number, to: number): boolean {
  const seen = new Set([from]);
  const waiting = [from];
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    if (box === to) return true;
    for (const next of below[box] ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return false;
}

/** The number of boxes before each one on the longest way to it. */
function longestPaths(below: readonly (readonly number[])[]): number[] {
  const before = below.map(() => 0);
  for (const next of below.flat()) before[next] = (before[next] ?? 0) + 1;
  const layerOf = below.map(() => 0);
  const ready = [...below.keys()].filter((box) => before[box] === 0);
  for (let box = ready.shift(); box !== undefined; box = ready.shift()) {
    for (const next of below[box] ?? []) {
      layerOf[next] = Math.max(layerOf[next] ?? 0, (layerOf[box] ?? 0) + 1);
      before[next] = (before[next] ?? 0) - 1;
      if (before[next] === 0) ready.push(next);
    }
  }
  return layerOf;
}
