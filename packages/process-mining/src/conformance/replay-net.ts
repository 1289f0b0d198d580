import type { PetriNet } from "../models/petri-net.ts";

/** Silent ways kept in memory. */
const MAX_PATHS = 1_000_000;

/** Tokens per place. */
export type Marking = Int32Array;

/** A net made ready for replay: transitions by activity number of a log, silent ways between places. */
export class ReplayNet {
  readonly placeCount: number;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly initial: Marking;
  readonly finalPlaces: readonly number[];
  /** Activity number of each transition, −1 = silent or not in the log. */
  readonly activityOf: Int32Array;
  readonly isSilent: readonly boolean[];
  /** Place numbers by name, which decides between silent ways of equal length. */
  readonly placesByName: readonly number[];
  readonly silent: readonly number[];
  readonly #byActivity: readonly (readonly number[])[];
  readonly #consumers: readonly number[][];
  /** Transitions without an input, which are always enabled. */
  readonly #sources: readonly number[];
  readonly #paths = new Map<number, Map<number, readonly number[]>>();

  constructor(net: PetriNet, activities: readonly string[]) {
    this.placeCount = net.places.length;
    this.inputs = net.transitions.map(({ inputs }) => inputs);
    this.outputs = net.transitions.map(({ outputs }) => outputs);
    this.isSilent = net.transitions.map(({ label }) => label === null);
    this.silent = net.transitions.flatMap(({ label }, transition) => (label === null ? [transition] : []));
    const nameOf = (place: number) => net.places[place]?.name ?? "";
    this.placesByName = Array.from(net.places.keys()).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    this.initial = new Int32Array(this.placeCount);
    for (const place of net.initialMarking) this.initial[place] = 1;
    this.finalPlaces = net.finalMarking;
    const numberOf = new Map(activities.map((activity, number) => [activity, number]));
    this.activityOf = Int32Array.from(net.transitions, ({ label }) =>
      label === null ? -1 : (numberOf.get(label) ?? -1),
    );
    const byActivity: number[][] = activities.map(() => []);
    for (const [transition, activity] of this.activityOf.entries()) byActivity[activity]?.push(transition);
    this.#byActivity = byActivity;
    this.#consumers = net.places.map(() => []);
    for (const [transition, inputs] of this.inputs.entries()) {
      for (const place of inputs) this.#consumers[place]?.push(transition);
    }
    this.#sources = this.inputs.flatMap((inputs, transition) => (inputs.length === 0 ? [transition] : []));
  }

  transitionsOf(activity: number): readonly number[] {
    return this.#byActivity[activity] ?? [];
  }

  isEnabled(transition: number, marking: Marking): boolean {
    for (const place of this.inputs[transition] ?? []) if ((marking[place] ?? 0) < 1) return false;
    return true;
  }

  /** Whether nothing else takes the tokens that it takes, and none of them may be left at the end. */
  isWithoutRival(transition: number): boolean {
    const inputs = this.inputs[transition] ?? [];
    return (
      inputs.length > 0 &&
      inputs.every((place) => this.#consumers[place]?.length === 1 && !this.finalPlaces.includes(place))
    );
  }

  /** Fires it in place. The transition must be enabled. */
  fire(transition: number, marking: Marking): void {
    for (const place of this.inputs[transition] ?? []) marking[place] = (marking[place] ?? 0) - 1;
    for (const place of this.outputs[transition] ?? []) marking[place] = (marking[place] ?? 0) + 1;
  }

  /** The transitions that the marking enables, ascending. */
  enabled(marking: Marking): number[] {
    const found = [...this.#sources];
    for (let place = 0; place < marking.length; place++) {
      if ((marking[place] ?? 0) < 1) continue;
      for (const transition of this.#consumers[place] ?? []) {
        // Of all its places the first brings it, so that none is there twice.
        if (this.inputs[transition]?.[0] === place && this.isEnabled(transition, marking)) found.push(transition);
      }
    }
    return found.sort((a, b) => a - b);
  }

  /** The shortest way of silent transitions from one place to another, or null. */
  silentPath(from: number, to: number): readonly number[] | null {
    return this.#pathsOf(from).get(to) ?? null;
  }

  /**
   * Activities whose transitions have each input place marked or at the end of a silent way from a marked place: those
   * that silent transitions may enable, and some that only other tokens could.
   */
  reachableActivities(marking: Marking): number[] {
    const reached = new Uint8Array(this.placeCount);
    for (let place = 0; place < this.placeCount; place++) {
      if ((marking[place] ?? 0) < 1) continue;
      reached[place] = 1;
      for (const next of this.#pathsOf(place).keys()) reached[next] = 1;
    }
    const activities = new Set<number>();
    for (const [transition, inputs] of this.inputs.entries()) {
      if (this.isSilent[transition] === true || !inputs.every((place) => reached[place] === 1)) continue;
      activities.add(this.activityOf[transition] ?? -1);
    }
    return [...activities].toSorted((a, b) => a - b);
  }

  #pathsOf(from: number): Map<number, readonly number[]> {
    let paths = this.#paths.get(from);
    if (paths === undefined) {
      if (this.#paths.size * this.placeCount > MAX_PATHS) this.#paths.clear();
      paths = this.#pathsFrom(from);
      this.#paths.set(from, paths);
    }
    return paths;
  }

  #pathsFrom(from: number): Map<number, readonly number[]> {
    const paths = new Map<number, readonly number[]>();
    const queue: [number, readonly number[]][] = [[from, []]];
    for (const [place, path] of queue) {
      for (const transition of this.#consumers[place] ?? []) {
        if (this.isSilent[transition] !== true) continue;
        for (const next of this.outputs[transition] ?? []) {
          if (paths.has(next)) continue;
          const longer = [...path, transition];
          paths.set(next, longer);
          queue.push([next, longer]);
        }
      }
    }
    return paths;
  }
}

const MANY = 0xffff;
/** Characters made at once: as many arguments as any engine takes. */
const PIECE = 4096;

/** The marking as a key of maps: its marked places, each but safe ones with the number of its tokens. */
export function markingKey(marking: Marking): string {
  const codes: number[] = [];
  for (let place = 0; place < marking.length; place++) {
    const tokens = marking[place] ?? 0;
    if (tokens === 0) continue;
    codes.push(place);
    if (tokens !== 1) codes.push(MANY, tokens & 0xffff, tokens >>> 16);
  }
  // Character by character, it would be a tree of as many strings.
  let key = "";
  for (let from = 0; from < codes.length; from += PIECE) key += String.fromCharCode(...codes.slice(from, from + PIECE));
  return key;
}
