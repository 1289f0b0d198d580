import type { Trace } from "../graph/trace-log.ts";
import type { ReplayNet } from "./replay-net.ts";

/** What is known of a trace before its alignment. */
export interface Ahead {
  /** Place of the last event of each activity. */
  readonly lastOf: ReadonlyMap<number, number>;
  /** Events whose activity the net lacks. */
  readonly foreign: number;
}

export function lookAhead(trace: Trace, net: ReplayNet): Ahead {
  const lastOf = new Map<number, number>();
  let foreign = 0;
  for (let at = 0; at < trace.length; at++) {
    const activity = trace[at] ?? -1;
    lastOf.set(activity, at);
    if (net.transitionsOf(activity).length === 0) foreign++;
  }
  return { lastOf, foreign };
}
