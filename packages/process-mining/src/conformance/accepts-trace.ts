import type { Pacer } from "../discovery/pacer.ts";
import type { Trace } from "../discovery/trace-log.ts";
import { markingKey, type Marking, type ReplayNet } from "./replay-net.ts";

/** How many more markings a search may make; it goes down as it does. */
export interface SearchBudget {
  markings: number;
}

const MAX_MARKINGS = 5_000;

/**
 * Whether the net can replay the trace from its initial to exactly its final marking; events without a transition are
 * passed over. Follows all markings that fit the trace so far at once. False also when there are more than 5,000 of them
 * at some point, or when the budget runs out.
 */
export async function acceptsTrace(net: ReplayNet, trace: Trace, budget: SearchBudget, pacer: Pacer): Promise<boolean> {
  let markings = silentClosure(net, [net.initial], budget);
  for (let at = 0; at < trace.length; at++) {
    const transitions = net.transitionsOf(trace[at] ?? 0);
    if (transitions.length === 0) continue;
    const next: Marking[] = [];
    for (const marking of markings) {
      for (const transition of transitions) {
        if (!net.isEnabled(transition, marking)) continue;
        const after = marking.slice();
        net.fire(transition, after);
        next.push(after);
      }
    }
    markings = silentClosure(net, next, budget);
    if (markings.length === 0) return false;
    await pacer.pause();
  }
  const final = new Int32Array(net.placeCount);
  for (const place of net.finalPlaces) final[place] = 1;
  const finalKey = markingKey(final);
  return markings.some((marking) => markingKey(marking) === finalKey);
}

/** All markings that silent transitions lead to; none when there are too many. */
function silentClosure(net: ReplayNet, from: readonly Marking[], budget: SearchBudget): Marking[] {
  const met = new Map(from.map((marking) => [markingKey(marking), marking]));
  for (const marking of met.values()) {
    for (const transition of net.silent) {
      if (!net.isEnabled(transition, marking)) continue;
      if (--budget.markings < 0) return [];
      const next = marking.slice();
      net.fire(transition, next);
      const key = markingKey(next);
      if (met.has(key)) continue;
      if (met.size >= MAX_MARKINGS) return [];
      met.set(key, next);
    }
  }
  return [...met.values()];
}
