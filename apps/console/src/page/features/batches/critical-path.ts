import type { BatchOperationAnswer } from "@longhaul/contracts";

/** The chain of operations that decides when a batch ends: places in its list, from the first to the last. */
export interface CriticalPath {
  readonly places: readonly number[];
  /** How long they take one after another, without waits; of those that have yet to run, what the others took on average. */
  readonly seconds: number;
}

/** The longest way through the dependencies, by how long operations take; of ways as long the one with more operations. */
export function criticalPathOf(
  operations: readonly BatchOperationAnswer[],
  edges: readonly { readonly from: number; readonly to: number }[],
  now: number,
): CriticalPath {
  const seconds = secondsOf(operations, now);
  const entering = Map.groupBy(edges, ({ to }) => to);
  const leaving = Map.groupBy(edges, ({ from }) => from);
  const open = operations.map((_, place) => entering.get(place)?.length ?? 0);
  const whole = new Float64Array(operations.length);
  const before = new Int32Array(operations.length).fill(-1);
  const ready = open.flatMap((count, place) => (count === 0 ? [place] : []));
  let last = -1;
  for (let at = 0; at < ready.length; at++) {
    const place = ready[at] ?? 0;
    whole[place] = (whole[place] ?? 0) + (seconds[place] ?? 0);
    if (last < 0 || (whole[place] ?? 0) > (whole[last] ?? 0)) last = place;
    for (const { to } of leaving.get(place) ?? []) {
      if (before[to] === -1 || (whole[place] ?? 0) > (whole[to] ?? 0)) {
        before[to] = place;
        whole[to] = whole[place] ?? 0;
      }
      open[to] = (open[to] ?? 0) - 1;
      if (open[to] === 0) ready.push(to);
    }
  }
  const places: number[] = [];
  for (let place = last; place >= 0; place = before[place] ?? -1) places.unshift(place);
  return { places, seconds: last < 0 ? 0 : (whole[last] ?? 0) };
}

/** What has yet to run takes as long as the others on average, and a moment where nothing has run, so that longer chains count more. */
function secondsOf(operations: readonly BatchOperationAnswer[], now: number): readonly number[] {
  const known = operations.map(({ startTime, endTime }) =>
    startTime === undefined
      ? null
      : Math.max(0, ((endTime === undefined ? now : Date.parse(endTime)) - Date.parse(startTime)) / 1000),
  );
  const ran = known.filter((one) => one !== null);
  const usual = ran.reduce((sum, one) => sum + one, 0) / Math.max(1, ran.length);
  return known.map((one, place) => {
    if (one !== null) return one + MOMENT;
    return hasEnded(operations[place]) ? MOMENT : Math.max(usual, MOMENT);
  });
}

const MOMENT = 0.001;

const hasEnded = (operation: BatchOperationAnswer | undefined): boolean =>
  operation?.endTime !== undefined || operation?.status === "Cancelled";
