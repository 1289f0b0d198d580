import type { Marking, ReplayNet } from "./replay-net.ts";

const MAX_DEPTH = 2;
const MAX_ROUNDS = 5;

/**
 * Fires silent transitions to enable `target`: along the shortest silent paths from marked places to input places without a
 * token, each transition at most once. A transition on a path that isn't enabled is enabled in the same way, two levels deep.
 * The marking changes in place, also when `target` stays disabled.
 * Source: Berti and van der Aalst, Reviving Token-based Replay: Increasing Speed While Improving Diagnostics (2019).
 * Limits are PM4Py's.
 *
 * @returns the transitions fired
 */
export function enableBySilentMoves(net: ReplayNet, marking: Marking, target: number): number[] {
  const fired: number[] = [];
  enable(net, marking, target, 0, new Set(), fired);
  return fired;
}

function enable(
  net: ReplayNet,
  marking: Marking,
  target: number,
  depth: number,
  visited: Set<number>,
  fired: number[],
): void {
  if (depth >= MAX_DEPTH || visited.has(target)) return;
  visited.add(target);
  const lacking = (net.inputs[target] ?? []).filter((place) => (marking[place] ?? 0) < 1);
  const fire = (transition: number): void => {
    net.fire(transition, marking);
    fired.push(transition);
    visited.add(transition);
  };
  for (const path of silentPaths(net, marking, lacking)) {
    let hasMoved = false;
    for (const transition of path) {
      if (transition !== target && !visited.has(transition) && net.isEnabled(transition, marking)) {
        fire(transition);
        hasMoved = true;
      }
      if (net.isEnabled(target, marking)) return;
    }
    if (!hasMoved) break;
  }
  for (const path of silentPaths(net, marking, lacking)) {
    for (const transition of path) {
      if (transition === target || visited.has(transition)) continue;
      if (!net.isEnabled(transition, marking)) enable(net, marking, transition, depth + 1, visited, fired);
      if (net.isEnabled(transition, marking)) fire(transition);
    }
  }
}

/**
 * Fires silent transitions along the paths from marked places to the final places, in up to five rounds. The marking changes in
 * place. Source as above.
 *
 * @returns the transitions fired
 */
export function finishBySilentMoves(net: ReplayNet, marking: Marking): number[] {
  const fired: number[] = [];
  const isFinal = () => net.finalPlaces.every((place) => (marking[place] ?? 0) > 0);
  for (let round = 0; round < MAX_ROUNDS && !isFinal(); round++) {
    for (const path of silentPaths(net, marking, net.finalPlaces)) {
      for (const transition of path) if (net.isEnabled(transition, marking)) fireAlong(net, marking, transition, fired);
      if (isFinal()) break;
    }
  }
  if (isFinal() || net.finalPlaces.length !== 1) return fired;
  const paths = silentPaths(net, marking, net.finalPlaces);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const path of paths) {
      for (const transition of path) {
        if (!net.isEnabled(transition, marking)) break;
        fireAlong(net, marking, transition, fired);
      }
    }
  }
  return fired;
}

function fireAlong(net: ReplayNet, marking: Marking, transition: number, fired: number[]): void {
  net.fire(transition, marking);
  fired.push(transition);
}

/** Silent paths from the marked places to the targets, the shortest first. */
function silentPaths(net: ReplayNet, marking: Marking, targets: readonly number[]): (readonly number[])[] {
  const paths: (readonly number[])[] = [];
  const wanted = new Set(targets);
  const targetsByName = net.placesByName.filter((place) => wanted.has(place));
  for (const place of net.placesByName) {
    if ((marking[place] ?? 0) < 1) continue;
    for (const target of targetsByName) {
      const path = net.silentPath(place, target);
      if (path !== null) paths.push(path);
    }
  }
  return paths.toSorted((a, b) => a.length - b.length);
}
