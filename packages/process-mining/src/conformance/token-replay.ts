import { Pacer } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";
import type { TraceLog } from "../graph/trace-log.ts";
import type { ReplayMachine } from "./replay-machine.ts";

/** So many combinations of marking and event are worked out at most: the rest of a chaotic log is left unmeasured. */
const MAX_REPLAYS = 100_000;
/** Places of the net times combinations, as large nets take longer. */
const MAX_WORK = 8_000_000;

/** How well a net replays a log. */
export interface ReplayFitness {
  /** 0 to 1: ½(1 − missing ÷ consumed) + ½(1 − remaining ÷ produced), tokens summed over the log. */
  readonly logFitness: number;
  /** 0 to 1: the same per trace, averaged over the cases. */
  readonly averageTraceFitness: number;
  /**
   * Whether each measured trace fits: as `fits` knows; true where the replay came through without a missing or remaining
   * token and passed nothing over, false where it passed over an event; undefined where the replay doesn't decide it.
   */
  readonly fits: readonly (boolean | undefined)[];
  /** Traces measured: the first ones of the log, fewer than all when they had too little in common. */
  readonly measuredTraces: number;
  /** How often each transition fired, by its number. */
  readonly firings: Float64Array;
}

/**
 * Token-based replay: puts in the tokens that events lack (missing) and counts those left at the end (remaining).
 * Events whose activity the net doesn't have are passed over. Silent transitions are found by heuristics; a trace of which
 * `fits` knows that it is of the net's language has fitness 1 in spite of them (PM4Py stays with the heuristics and calls
 * some such traces unfit, and some others fit).
 * Sources: Rozinat and van der Aalst, Conformance Checking of Processes Based on Monitoring Real Behavior (2008); Berti
 * and van der Aalst, Reviving Token-based Replay (2019).
 */
export async function replayTokens(
  machine: ReplayMachine,
  log: TraceLog,
  fits: readonly (boolean | undefined)[] = [],
  run: RunOptions = {},
): Promise<ReplayFitness> {
  const pacer = new Pacer(run);
  const { net } = machine;
  const firings = new Float64Array(net.inputs.length);
  const total = { missing: 0, remaining: 0, consumed: 0, produced: 0, fitness: 0, cases: 0 };
  const known: (boolean | undefined)[] = [];
  const mostReplays = Math.min(MAX_REPLAYS, MAX_WORK / Math.max(1, net.placeCount));
  let measuredTraces = 0;
  for (const [number, trace] of log.traces.entries()) {
    if (machine.replays > mostReplays) break;
    measuredTraces++;
    const count = log.counts[number] ?? 0;
    let missing = 0;
    let isPassedOver = false;
    let consumed = net.finalPlaces.length;
    let produced = net.initial.reduce((sum, tokens) => sum + tokens, 0);
    let state = machine.start();
    const tally = (part: { consumed: number; produced: number; missing: number; fired: readonly number[] }): void => {
      missing += part.missing;
      consumed += part.consumed;
      produced += part.produced;
      for (const transition of part.fired) firings[transition] = (firings[transition] ?? 0) + count;
    };
    for (let at = 0; at < trace.length; at++) {
      const step = machine.step(state, trace[at] ?? 0);
      if (step === null) {
        isPassedOver = true;
        continue;
      }
      tally(step);
      state = step.to;
    }
    const end = machine.end(state);
    tally(end);
    let { remaining } = end;
    known.push(fits[number] ?? (isPassedOver ? false : missing + remaining === 0 || undefined));
    if (fits[number] === true) {
      missing = 0;
      remaining = 0;
    }
    total.missing += count * missing;
    total.remaining += count * remaining;
    total.consumed += count * consumed;
    total.produced += count * produced;
    total.fitness += count * fitness(missing, consumed, remaining, produced);
    total.cases += count;
    await pacer.pause((number + 1) / log.traces.length);
  }
  return {
    logFitness: fitness(total.missing, total.consumed, total.remaining, total.produced),
    averageTraceFitness: total.cases === 0 ? 1 : total.fitness / total.cases,
    fits: known,
    measuredTraces,
    firings,
  };
}

function fitness(missing: number, consumed: number, remaining: number, produced: number): number {
  if (consumed === 0 || produced === 0) return 1;
  return (1 - missing / consumed + 1 - remaining / produced) / 2;
}
