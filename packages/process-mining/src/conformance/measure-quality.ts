import type { RunOptions } from "@longhaul/event-log";
import type { PetriNet } from "../models/petri-net.ts";
import type { TraceLog } from "../graph/trace-log.ts";
import { alignTraces } from "./align-traces.ts";
import { exactPrefixes, measureEtcPrecision, prefixesByReplay } from "./etc-precision.ts";
import { ExactMachine } from "./exact-machine.ts";
import { findFittingTraces } from "./fitting-traces.ts";
import { measureGeneralisation } from "./generalisation.ts";
import { ReplayMachine } from "./replay-machine.ts";
import { ReplayNet } from "./replay-net.ts";
import { measureSimplicity } from "./simplicity.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import { replayTokens } from "./token-replay.ts";

const MAX_VARIANTS = 10_000;
const MAX_EVENTS = 1_000_000;

/** The quality of a net for a log, all 0 to 1. */
export interface ModelQuality {
  /** `logFitness` of token-based replay: how much of the log the net explains. */
  readonly fitness: number;
  /** `averageTraceFitness` of token-based replay. */
  readonly traceFitness: number;
  /**
   * Share of the measured cases that the net is known to allow from beginning to end, by its reachable markings, an optimal
   * alignment or a replay that nothing is missing in. Of 1 − `exactCases` it isn't known: so many more may fit.
   */
  readonly fittingCases: number;
  /** Share of the measured cases of which it is known exactly whether they fit. */
  readonly exactCases: number;
  /**
   * Mean over the measured cases of 1 − cost ÷ (events + shortest way through the net), by optimal alignments; at most
   * this where `alignedCases` is below 1. Absent where that is 0, or the shortest way isn't known.
   */
  readonly alignmentFitness?: number;
  /** Share of the measured cases whose alignment is known to be optimal; for the others a proved lower bound of the cost counts. */
  readonly alignedCases: number;
  /** ETC precision: how little else the net allows. */
  readonly precision: number;
  /** Whether `precision` is exact; it is by token replay, which errs in both directions, where the net has too many markings. */
  readonly isPrecisionExact: boolean;
  /** How well the net's parts are backed by the log. */
  readonly generalisation: number;
  /** How few arcs its places and transitions have. */
  readonly simplicity: number;
  /** Share of the cases that were measured: below 1 when the rarest of very many variants were left out. */
  readonly measuredCases: number;
}

/**
 * Quality in the four dimensions of Buijs, van Dongen and van der Aalst, Quality Dimensions in Process Discovery (2014);
 * each measure is documented at its function. Measured on the most frequent variants, which must come first: up to
 * 10,000 of them, a million events, and what replay works out in about half a minute.
 */
export async function measureModelQuality(
  net: PetriNet,
  log: TraceLog,
  activities: readonly string[],
  run: RunOptions = {},
): Promise<ModelQuality> {
  const next = stagedRun(run, 4);
  const frequent = firstTraces(log, mostFrequent(log));
  const replayNet = new ReplayNet(net, activities);
  const machine = new ReplayMachine(replayNet);
  const exact = new ExactMachine(replayNet);
  const fits = await findFittingTraces(exact, frequent, next());
  const replay = await replayTokens(machine, frequent, fits, next());
  const measured = firstTraces(frequent, replay.measuredTraces);
  const { costs, shortestPath } = await alignTraces(replayNet, measured, next());
  const isFitting = measured.traces.map((_, at) => {
    const { cost, isOptimal } = costs[at] ?? { cost: 0, isOptimal: false };
    return replay.fits[at] ?? (isOptimal || cost > 0 ? cost === 0 : undefined);
  });
  const cases = sum(measured.counts);
  const shareOf = (is: (trace: number) => boolean | number): number =>
    cases === 0
      ? 1
      : measured.traces.reduce((all, _, at) => all + Number(is(at)) * (measured.counts[at] ?? 0), 0) / cases;
  const prefixes = measured.traces.every((_, at) => fits[at] !== undefined) ? exactPrefixes(exact) : null;
  const precision = await (prefixes === null
    ? measureEtcPrecision(prefixesByReplay(machine), measured, next())
    : measureEtcPrecision(prefixes, measured, next()));
  const alignedCases = shareOf((at) => costs[at]?.isOptimal === true);
  const total = sum(log.counts);
  return {
    fitness: replay.logFitness,
    traceFitness: replay.averageTraceFitness,
    fittingCases: shareOf((at) => isFitting[at] === true),
    exactCases: shareOf((at) => isFitting[at] !== undefined),
    ...(shortestPath === null || shortestPath === Infinity || alignedCases === 0
      ? {}
      : {
          alignmentFitness: shareOf((at) => {
            const worst = (measured.traces[at]?.length ?? 0) + shortestPath;
            return worst === 0 ? 1 : Math.max(0, 1 - (costs[at]?.cost ?? 0) / worst);
          }),
        }),
    alignedCases,
    precision,
    isPrecisionExact: prefixes !== null,
    generalisation: measureGeneralisation(replay.firings),
    simplicity: measureSimplicity(net),
    measuredCases: total === 0 ? 1 : cases / total,
  };
}

function mostFrequent(log: TraceLog): number {
  let events = 0;
  let taken = 0;
  for (; taken < Math.min(log.traces.length, MAX_VARIANTS); taken++) {
    events += log.traces[taken]?.length ?? 0;
    if (events > MAX_EVENTS && taken > 0) break;
  }
  return taken;
}

function firstTraces(log: TraceLog, count: number): TraceLog {
  return { traces: log.traces.slice(0, count), counts: Array.from(log.counts).slice(0, count) };
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let at = 0; at < counts.length; at++) total += counts[at] ?? 0;
  return total;
}
