import { byCase, countSteps, type SampleEvent, type TimeSteps } from "./sample-events.ts";

/** Share of the steps between rows that are backward in time, from which a file runs backward. */
const BACKWARD_SHARE = 0.95;
/** Fewer steps are no evidence when some of them contradict. */
const FEW_STEPS = 5;
/** A file is sorted by time, not by case, where its cases are in so many more pieces than there are cases. */
const INTERLEAVED = 1.5;

/**
 * Whether a file is written newest first: inside the cases, or where those never change their time, in the whole file. A
 * file whose cases stand one after the other says nothing by their order about the order inside them.
 */
export function runsBackward(events: readonly SampleEvent[]): boolean {
  const cases = byCase(events);
  const hasTies = cases.some((members) => new Set(members.map(({ time }) => time)).size < members.length);
  const isInCases = isBackward(countSteps(cases), hasTies);
  if (isInCases !== null) return isInCases;
  let pieces = 0;
  for (const [at, { caseKey }] of events.entries()) if (events[at - 1]?.caseKey !== caseKey) pieces++;
  if (pieces < cases.length * INTERLEAVED) return false;
  return isBackward(countSteps([events]), hasTies) ?? false;
}

/** Null where there are too few steps to decide. Where the order of events of one time depends on it, any number of steps is enough. */
function isBackward({ forward, backward }: TimeSteps, hasTies: boolean): boolean | null {
  if (forward + backward >= FEW_STEPS) return backward >= BACKWARD_SHARE * (forward + backward);
  if (!hasTies) return null;
  if (backward === 0 || forward === 0) return backward > 0 ? true : forward > 0 ? false : null;
  return null;
}
