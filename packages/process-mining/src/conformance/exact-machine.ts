import { markingKey, type Marking, type ReplayNet } from "./replay-net.ts";

/** All markings that a net may be in after a prefix of a trace. */
export interface StateSet {
  readonly markings: readonly Marking[];
  readonly steps: Map<number, StateSet | null | undefined>;
  isFinal?: boolean;
  enabled?: readonly number[];
}

/** No place has this number. */
const BETWEEN = String.fromCharCode(0xfffe);
/** So many markings belong to one set at most: a net that may be in more has no end of them. */
const MAX_IN_SET = 5_000;
/** Markings made over all traces, … */
const MAX_MADE = 3_000_000;
/** … and places and transitions looked at for them, as large nets take longer: some seconds at worst. */
const MAX_WORK = 150_000_000;
/** Tokens counted in all sets kept. */
const MAX_KEPT = 20_000_000;

/**
 * The language of a net as a deterministic machine: its states are the sets of markings that silent transitions leave
 * open, each worked out once. What it says is exact; it says undefined where working it out would take too long.
 * Source: the subset construction of Rabin and Scott, Finite Automata and Their Decision Problems (1959), on reachable markings.
 */
export class ExactMachine {
  readonly #net: ReplayNet;
  readonly #finalKey: string;
  readonly #sets = new Map<string, StateSet>();
  #made = 0;
  #work = 0;
  #kept = 0;

  constructor(net: ReplayNet) {
    this.#net = net;
    const final = new Int32Array(net.placeCount);
    for (const place of net.finalPlaces) final[place] = (final[place] ?? 0) + 1;
    this.#finalKey = markingKey(final);
  }

  start(): StateSet | undefined {
    return this.#close([this.#net.initial]);
  }

  /** After one more event; null where the net can't go on with it, undefined where that isn't known. */
  step(from: StateSet, activity: number): StateSet | null | undefined {
    if (from.steps.has(activity)) return from.steps.get(activity);
    const next: Marking[] = [];
    if (this.#isSpent()) return undefined;
    for (const marking of from.markings) {
      for (const transition of this.#net.transitionsOf(activity)) {
        if (!this.#net.isEnabled(transition, marking)) continue;
        const after = marking.slice();
        this.#net.fire(transition, after);
        this.#work += this.#net.placeCount;
        next.push(after);
      }
    }
    const reached = next.length === 0 ? null : this.#close(next);
    from.steps.set(activity, reached);
    return reached;
  }

  /** Whether a trace may end here: in exactly the final marking. */
  isFinal(state: StateSet): boolean {
    state.isFinal ??= state.markings.some((marking) => markingKey(marking) === this.#finalKey);
    return state.isFinal;
  }

  /** Activities that the net allows next, ascending. */
  enabledActivities(state: StateSet): readonly number[] {
    if (state.enabled === undefined) {
      const activities = new Set<number>();
      for (const marking of state.markings) {
        for (const transition of this.#net.enabled(marking))
          if (this.#net.isSilent[transition] !== true) activities.add(this.#net.activityOf[transition] ?? -1);
      }
      state.enabled = [...activities].toSorted((a, b) => a - b);
    }
    return state.enabled;
  }

  #isSpent(): boolean {
    return this.#made > MAX_MADE || this.#work > MAX_WORK;
  }

  /** The set with all markings that silent transitions lead to. */
  #close(from: readonly Marking[]): StateSet | undefined {
    const met = new Map(from.map((marking) => [markingKey(marking), marking]));
    for (const marking of met.values()) {
      this.#work += this.#net.silent.length;
      for (const transition of this.#net.silent) {
        if (!this.#net.isEnabled(transition, marking)) continue;
        this.#made++;
        this.#work += 2 * this.#net.placeCount;
        if (this.#isSpent()) return undefined;
        const next = marking.slice();
        this.#net.fire(transition, next);
        const key = markingKey(next);
        if (met.has(key)) continue;
        if (met.size >= MAX_IN_SET) return undefined;
        met.set(key, next);
      }
    }
    const key = [...met.keys()].toSorted().join(BETWEEN);
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const set: StateSet = { markings: [...met.values()], steps: new Map() };
    this.#kept += met.size * this.#net.placeCount;
    if (this.#kept > MAX_KEPT) return undefined;
    this.#sets.set(key, set);
    return set;
  }
}
