import { Pacer } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";
import type { TraceLog } from "../graph/trace-log.ts";
import type { ExactMachine, StateSet } from "./exact-machine.ts";
import type { ReplayMachine, ReplayState } from "./replay-machine.ts";

/** A net, as the activities that it allows after a prefix. */
export interface PrefixMachine<State> {
  readonly start: State;
  /** Null where the net can't go on with the activity. */
  after(state: State, activity: number): State | null;
  enabledActivities(state: State): readonly number[];
}

/** By token replay, which may take another way than the trace did. Activities that the net hasn't are passed over. */
export function prefixesByReplay(machine: ReplayMachine): PrefixMachine<ReplayState> {
  return {
    start: machine.start(),
    after(state, activity) {
      const step = machine.step(state, activity);
      if (step === null) return state;
      return step.missing === 0 ? step.to : null;
    },
    enabledActivities: (state) => machine.enabledActivities(state),
  };
}

/** By the exact states of the net; what isn't known counts as what the net can't do. Null where not even the beginning is known. */
export function exactPrefixes(machine: ExactMachine): PrefixMachine<StateSet> | null {
  const start = machine.start();
  if (start === undefined) return null;
  return {
    start,
    after: (state, activity) => machine.step(state, activity) ?? null,
    enabledActivities: (state) => machine.enabledActivities(state),
  };
}

/**
 * ETC precision, 0 to 1: 1 − escaping ÷ enabled, both summed over the prefixes of the log weighted by how many cases go
 * on from them. Enabled = activities that the net allows behind the prefix; escaping = those that no case goes on with.
 * Prefixes that the net can't replay, and ends of cases, don't count. 1 when nothing is ever enabled.
 * PM4Py's figure by token replay depends, where silent transitions leave a choice, on the order of its sets; where they
 * don't, they agree. Its figure by alignments is this one's by exact prefixes, but for nets whose silent transitions are
 * concurrent: there its search for what they enable misses some, and its precision is too high.
 * Source: Muñoz-Gama and Carmona, A Fresh Look at Precision in Process Conformance (2010), the empty prefix included as in
 * PM4Py.
 */
export async function measureEtcPrecision<State>(
  machine: PrefixMachine<State>,
  log: TraceLog,
  run: RunOptions = {},
): Promise<number> {
  const pacer = new Pacer(run);
  // A prefix tree without nodes for it: traces in lexical order, a prefix = a run of neighbours.
  const order = Array.from(log.traces.keys()).toSorted((a, b) => compare(log, a, b));
  const total = { enabled: 0, escaping: 0 };
  interface Group {
    readonly from: number;
    readonly to: number;
    readonly depth: number;
    readonly state: State;
  }
  const stack: Group[] = [{ from: 0, to: order.length, depth: 0, state: machine.start }];
  for (let group = stack.pop(); group !== undefined; group = stack.pop()) {
    const { from, to, depth, state } = group;
    let weight = 0;
    const next = new Set<number>();
    for (let at = from; at < to;) {
      const trace = log.traces[order[at] ?? 0] ?? [];
      if (depth >= trace.length) {
        // The empty prefix weighs as much as the log, empty traces included.
        if (depth === 0) weight += log.counts[order[at] ?? 0] ?? 0;
        at++;
        continue;
      }
      const activity = trace[depth] ?? 0;
      next.add(activity);
      const start = at;
      for (; at < to && log.traces[order[at] ?? 0]?.[depth] === activity; at++)
        weight += log.counts[order[at] ?? 0] ?? 0;
      const reached = machine.after(state, activity);
      if (reached !== null) stack.push({ from: start, to: at, depth: depth + 1, state: reached });
    }
    if (weight > 0) {
      const enabled = machine.enabledActivities(state);
      total.enabled += weight * enabled.length;
      total.escaping += weight * enabled.filter((activity) => !next.has(activity)).length;
    }
    await pacer.pause();
  }
  return total.enabled === 0 ? 1 : 1 - total.escaping / total.enabled;
}

function compare(log: TraceLog, a: number, b: number): number {
  const traceA = log.traces[a] ?? [];
  const traceB = log.traces[b] ?? [];
  for (let at = 0; at < Math.min(traceA.length, traceB.length); at++) {
    const difference = (traceA[at] ?? 0) - (traceB[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return traceA.length - traceB.length;
}
