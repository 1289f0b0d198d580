import type { PetriNet } from "../models/petri-net.ts";
import type { TraceLog } from "../discovery/trace-log.ts";
import type { RunOptions } from "../run-options.ts";
import { measureEtcPrecision } from "./etc-precision.ts";
import { measureGeneralisation } from "./generalisation.ts";
import { ReplayMachine } from "./replay-machine.ts";
import { ReplayNet } from "./replay-net.ts";
import { measureSimplicity } from "./simplicity.ts";
import { replayTokens } from "./token-replay.ts";

const MAX_VARIANTS = 10_000;
const MAX_EVENTS = 1_000_000;

/** The quality of a net for a log, all 0 to 1. */
export interface ModelQuality {
  /** `logFitness` of token-based replay: how much of the log the net explains. */
  readonly fitness: number;
  /** `averageTraceFitness` of token-based replay. */
  readonly traceFitness: number;
  /** Share of the measured cases that the net replays from beginning to end. */
  readonly fittingCases: number;
  /** ETC precision: how little else the net allows. */
  readonly precision: number;
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
  const half = (from: number): RunOptions => ({
    signal: run.signal,
    onProgress: (fraction) => run.onProgress?.(from + fraction / 2),
  });
  const frequent = firstTraces(log, mostFrequent(log));
  const machine = new ReplayMachine(new ReplayNet(net, activities));
  const replay = await replayTokens(machine, frequent, half(0));
  const measured = firstTraces(frequent, replay.measuredTraces);
  const precision = await measureEtcPrecision(machine, measured, half(0.5));
  const total = sum(log.counts);
  return {
    fitness: replay.logFitness,
    traceFitness: replay.averageTraceFitness,
    fittingCases: replay.fittingShare,
    precision,
    generalisation: measureGeneralisation(replay.firings),
    simplicity: measureSimplicity(net),
    measuredCases: total === 0 ? 1 : sum(measured.counts) / total,
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
