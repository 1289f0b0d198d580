import type { EventLog, RunOptions } from "@longhaul/event-log";
import { variantTraces } from "../graph/trace-log.ts";
import type { PetriNet } from "../models/petri-net.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import type { Variants } from "../graph/variants.ts";
import { alignTraces, type Alignment } from "./align-traces.ts";
import { ReplayNet } from "./replay-net.ts";

/** So many of the most frequent variants are aligned. */
const MOST_VARIANTS = 20_000;

/** `notAllowed`: the log has the activity where the model doesn't; `skipped`: the model requires it, and the log lacks it. */
export type DeviationKind = "notAllowed" | "skipped";

export interface Deviation {
  readonly kind: DeviationKind;
  readonly activity: string;
  readonly times: number;
  readonly cases: number;
  /** Mean duration of its cases and of all others; absent where there are none, or the log has no times. */
  readonly meanSec?: number;
  readonly otherMeanSec?: number;
}

/** How a case compares with the model. */
export interface CaseDeviations {
  /** The case's number. */
  readonly owner: number;
  readonly cost: number;
  readonly isOptimal: boolean;
  readonly notAllowed: readonly string[];
  readonly skipped: readonly string[];
}

export interface ReferenceCheck {
  readonly activitiesNotInModel: readonly string[];
  readonly activitiesNotInLog: readonly string[];
  /** Cases that were compared: of the most frequent variants. */
  readonly cases: number;
  readonly fittingCases: number;
  /** Cases whose deviations are known to be the fewest; of the others it is known how many there are at least. */
  readonly optimalCases: number;
  /**
   * Mean over the cases of 1 − cost ÷ (events + shortest way through the model), at most this where `optimalCases` are fewer
   * than `cases`. Absent where the shortest way took too long to find.
   */
  readonly alignmentFitness?: number;
  /** The most frequent first. */
  readonly deviations: readonly Deviation[];
  /** Cases that deviate, in the order of the log. */
  readonly deviatingCases: readonly CaseDeviations[];
}

/**
 * Compares every case with a model by an optimal alignment of its variant: the fewest steps that have to be left out or
 * put in. Null when the model can't come to its end, as nothing can be compared with it then.
 * @param caseSeconds - duration of each case
 */
export async function checkReference(
  net: PetriNet,
  log: EventLog,
  variants: Variants,
  caseSeconds: Float64Array,
  run: RunOptions = {},
): Promise<ReferenceCheck | null> {
  const next = stagedRun(run, 2);
  const replayNet = new ReplayNet(net, log.activities);
  const all = variantTraces(log, variants);
  const traces = { traces: all.traces.slice(0, MOST_VARIANTS), counts: all.counts };
  const labels = net.transitions.map(({ label }) => label);
  const { costs, shortestPath } = await alignTraces(replayNet, traces, { ...next(), withMoves: true });
  if (shortestPath === Infinity) return null;

  const inModel = new Set(labels);
  const inLog = new Set<string | null>(log.activities);
  const movesByVariant = costs.map((alignment, variant) =>
    movesOf(alignment, all.traces[variant] ?? [], log.activities, labels),
  );
  const tally = new DeviationTally(log, caseSeconds);
  const deviatingCases: CaseDeviations[] = [];
  let [cases, fittingCases, optimalCases, fitness] = [0, 0, 0, 0];
  for (let owner = 0; owner < log.caseCount; owner++) {
    const variant = variants.variantOfCase[owner] ?? 0;
    const alignment = costs[variant];
    const moves = movesByVariant[variant];
    if (alignment === undefined || moves === undefined) continue;
    const { cost, isOptimal } = alignment;
    const worst = (all.traces[variant]?.length ?? 0) + (shortestPath ?? 0);
    cases++;
    fitness += worst === 0 ? 1 : Math.max(0, 1 - cost / worst);
    if (isOptimal) optimalCases++;
    if (isOptimal && cost === 0) {
      fittingCases++;
      continue;
    }
    tally.add(owner, moves);
    deviatingCases.push({ owner, cost, isOptimal, ...moves });
  }
  next().onProgress?.(1);
  return {
    activitiesNotInModel: log.activities.filter((name) => !inModel.has(name)),
    activitiesNotInLog: [...inModel].filter((name): name is string => name !== null && !inLog.has(name)).toSorted(),
    cases,
    fittingCases,
    optimalCases,
    ...(shortestPath === null ? {} : { alignmentFitness: cases === 0 ? 1 : fitness / cases }),
    deviations: tally.deviations(),
    deviatingCases,
  };
}

type Moves = Pick<CaseDeviations, "notAllowed" | "skipped">;

function movesOf(
  { moves = [] }: Alignment,
  trace: ArrayLike<number>,
  activities: readonly string[],
  labels: readonly (string | null)[],
): Moves {
  const notAllowed: string[] = [];
  const skipped: string[] = [];
  for (const move of moves) {
    if ("event" in move) notAllowed.push(activities[trace[move.event] ?? -1] ?? "");
    else skipped.push(labels[move.transition] ?? "");
  }
  return { notAllowed, skipped };
}

interface Counted {
  readonly kind: DeviationKind;
  readonly activity: string;
  times: number;
  cases: number;
  seconds: number;
}

/** Counts deviations by kind and activity. */
class DeviationTally {
  readonly #log: EventLog;
  readonly #caseSeconds: Float64Array;
  readonly #counted = new Map<string, Counted>();

  constructor(log: EventLog, caseSeconds: Float64Array) {
    this.#log = log;
    this.#caseSeconds = caseSeconds;
  }

  add(owner: number, { notAllowed, skipped }: Moves): void {
    this.#count("notAllowed", notAllowed, owner);
    this.#count("skipped", skipped, owner);
  }

  deviations(): Deviation[] {
    const allSeconds = this.#caseSeconds.reduce((sum, seconds) => sum + seconds, 0);
    const allCases = this.#log.caseCount;
    return [...this.#counted.values()]
      .toSorted((a, b) => b.cases - a.cases || b.times - a.times || (a.activity < b.activity ? -1 : 1))
      .map(({ seconds, ...deviation }) => ({
        ...deviation,
        ...(this.#log.isTimed === false
          ? {}
          : {
              meanSec: seconds / deviation.cases,
              ...(allCases === deviation.cases
                ? {}
                : { otherMeanSec: (allSeconds - seconds) / (allCases - deviation.cases) }),
            }),
      }));
  }

  #count(kind: DeviationKind, activities: readonly string[], owner: number): void {
    for (const activity of activities) {
      const key = `${kind} ${activity}`;
      const counted = this.#counted.get(key) ?? { kind, activity, times: 0, cases: 0, seconds: 0 };
      counted.times++;
      this.#counted.set(key, counted);
    }
    for (const activity of new Set(activities)) {
      const counted = this.#counted.get(`${kind} ${activity}`);
      if (counted === undefined) continue;
      counted.cases++;
      counted.seconds += this.#caseSeconds[owner] ?? 0;
    }
  }
}
