import type { CaseAttribute } from "@longhaul/event-log";
import { rankCorrelation } from "../numbers/statistics.ts";
import { FEWEST_COMPARED } from "./ranked-cases.ts";

/** The outcome to explain, with a value for each case: seconds, or 1 and 0 for what happened or didn't. NaN = not known. */
export interface Outcome {
  readonly name: string;
  readonly unit: "seconds" | "share";
  readonly values: Float64Array;
  /** Whether a case's activities define the outcome; then they can't be its causes. */
  readonly ofActivities?: boolean;
  /** Least effect on a share, as a difference and as a ratio; without it, the least Cliff's delta applies. */
  readonly least?: { readonly points: number; readonly ratio: number };
}

/** A number that goes with the outcome as closely as this is the outcome by another name, … */
const SAME_AS_OUTCOME = 0.95;
/** … and so is a text that tells it for so many cases. */
const TOLD = 0.98;

/**
 * Whether an attribute is what is to be explained: numbers that rise or fall with it, or texts of which each has one
 * outcome nearly throughout.
 */
export function isOutcomeItself(attribute: CaseAttribute, { unit, values }: Pick<Outcome, "unit" | "values">): boolean {
  const { kind } = attribute;
  const numbers = kind === "number" ? attribute.numbers : numbersOf(attribute);
  if (numbers !== null && areSame(numbers, values)) return true;
  return kind === "text" && unit === "share" && tellsOutcome(attribute.codes, values);
}

function areSame(numbers: Float64Array, values: Float64Array): boolean {
  const known = Array.from(numbers.keys()).filter(
    (at) => !Number.isNaN(numbers[at] ?? Number.NaN) && !Number.isNaN(values[at] ?? Number.NaN),
  );
  const pick = (from: Float64Array): Float64Array => Float64Array.from(known, (at) => from[at] ?? 0);
  return known.length >= FEWEST_COMPARED && Math.abs(rankCorrelation(pick(numbers), pick(values))) >= SAME_AS_OUTCOME;
}

/** Texts that are all numbers, as numbers. */
function numbersOf({ values, codes }: Extract<CaseAttribute, { readonly kind: "text" }>): Float64Array | null {
  const numbers = values.map(Number);
  if (!numbers.every(Number.isFinite)) return null;
  return Float64Array.from(codes, (code) => numbers[code] ?? Number.NaN);
}

/** Whether nearly all cases have the outcome that most cases of their text have, and both outcomes are of some text. */
function tellsOutcome(codes: Int32Array, values: Float64Array): boolean {
  const counts = new Map<number, { hits: number; cases: number }>();
  for (const [owner, code] of codes.entries()) {
    const value = values[owner] ?? Number.NaN;
    if (code < 0 || Number.isNaN(value)) continue;
    const count = counts.get(code) ?? { hits: 0, cases: 0 };
    counts.set(code, { hits: count.hits + value, cases: count.cases + 1 });
  }
  const all = [...counts.values()];
  const told = (isHit: boolean) => all.filter(({ hits, cases }) => hits > cases / 2 === isHit);
  return [true, false].every((isHit) => {
    const [right, cases] = told(isHit).reduce(
      ([sum, of], one) => [sum + (isHit ? one.hits : one.cases - one.hits), of + one.cases],
      [0, 0],
    );
    return cases >= FEWEST_COMPARED && right >= TOLD * cases;
  });
}
