import { Pacer } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";
import type { Trace, TraceLog } from "../graph/trace-log.ts";
import type { ExactMachine } from "./exact-machine.ts";

/** Whether each trace of a log is in the language of a net: undefined where it would take too long to know. */
export async function findFittingTraces(
  machine: ExactMachine,
  log: TraceLog,
  run: RunOptions = {},
): Promise<(boolean | undefined)[]> {
  const pacer = new Pacer(run);
  const fits: (boolean | undefined)[] = [];
  for (const [number, trace] of log.traces.entries()) {
    fits.push(accepts(machine, trace));
    await pacer.pause((number + 1) / log.traces.length);
  }
  return fits;
}

function accepts(machine: ExactMachine, trace: Trace): boolean | undefined {
  let state = machine.start();
  for (let at = 0; at < trace.length && state !== undefined; at++) {
    const next = machine.step(state, trace[at] ?? 0);
    if (next === null) return false;
    state = next;
  }
  return state === undefined ? undefined : machine.isFinal(state);
}
