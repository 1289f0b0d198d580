import type { Segment } from "./segments.ts";

/** Two segments and the cases in both. */
export interface SegmentPair {
  readonly parts: readonly [Segment, Segment];
  readonly segment: Segment;
  /** The same cases against those that are in the first part alone. */
  readonly withinFirst: Segment;
}

const FEWEST_IN_BOTH = 20;

/** The cases in both; null where they are too few, or as many as in one of the parts. */
export function pairSegments(a: Segment, b: Segment): SegmentPair | null {
  if (a.codes === b.codes || a.kind === "activity" || b.kind === "activity") return null;
  const codes = new Int8Array(a.codes.length);
  const inFirst = new Int8Array(a.codes.length).fill(-1);
  let size = 0;
  for (let owner = 0; owner < codes.length; owner++) {
    if (a.codes[owner] !== a.code) continue;
    inFirst[owner] = b.codes[owner] === -1 ? -1 : 0;
    if (b.codes[owner] !== b.code) continue;
    codes[owner] = 1;
    inFirst[owner] = 1;
    size++;
  }
  if (size < FEWEST_IN_BOTH || size === a.size || size === b.size) return null;
  const both = { kind: a.kind, what: "", value: "", code: 1, size };
  return { parts: [a, b], segment: { ...both, codes }, withinFirst: { ...both, codes: inFirst } };
}
