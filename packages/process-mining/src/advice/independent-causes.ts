import type { RankedCases } from "./ranked-cases.ts";
import type { Segment, SegmentKind } from "./segments.ts";

/** A cause with the cases that it is about. */
interface FoundCause {
  readonly segment: Segment;
  /** What its conditions are about. */
  readonly kinds: readonly SegmentKind[];
  readonly explains: number;
}

/** What is known earlier of a case explains what comes of it later, never the other way round. */
const COMES: Readonly<Record<SegmentKind, number>> = { attribute: 0, weekday: 0, resource: 1, activity: 2 };
/** An effect that isn't surely there within groups, or is less than half of what counts as one, is none. */
const SURELY_BELOW = 0.01;
const HARDLY = 0.5;

/**
 * The causes without those that another one explains: among cases that have the other one, and among those that don't, hardly
 * anything is left of their effect. So the region in which most of the hard cases are isn't named beside "hard", nor the two
 * parts of a pair whose effect only both together have. Of two that explain each other, the one that explains more stays.
 */
export function independentCauses<T extends FoundCause>(causes: readonly T[], whole: RankedCases, least: number): T[] {
  const isExplained = (cause: T, other: T): boolean => {
    const left = whole.compare(cause.segment, other.segment);
    return left === null || left.delta < HARDLY * least || (left.delta < least && left.pValue >= SURELY_BELOW);
  };
  let kept = [...causes];
  for (const cause of causes.toSorted((a, b) => a.explains - b.explains)) {
    const explainedBy = kept.find(
      (other) =>
        other !== cause &&
        comesOf(other) <= comesOf(cause) &&
        isExplained(cause, other) &&
        (other.explains >= cause.explains || !isExplained(other, cause)),
    );
    if (explainedBy !== undefined) kept = kept.filter((one) => one !== cause);
  }
  return kept;
}

const comesOf = ({ kinds }: FoundCause): number => Math.max(...kinds.map((kind) => COMES[kind]));
