import { markingKey, type Marking, type ReplayNet } from "./replay-net.ts";
import { enableBySilentMoves, finishBySilentMoves } from "./silent-moves.ts";

/** Tokens counted in all states kept. */
const MAX_STATE_PLACES = 20_000_000;
/** Silent transitions may pile up tokens without end: no more markings than this are looked at from one. */
const MAX_CLOSURE = 2_000;
/** Places and transitions looked at from one marking at most, and from all together before the answer is estimated. */
const CLOSURE_WORK = 10_000_000;
const ALL_CLOSURE_WORK = 75_000_000;

/** What replaying one event did. */
export interface ReplayStep {
  readonly to: ReplayState;
  readonly missing: number;
  readonly consumed: number;
  readonly produced: number;
  /** Transitions in order. */
  readonly fired: readonly number[];
}

/** What is left to do at the end of a trace. */
export interface ReplayEnd {
  readonly missing: number;
  readonly remaining: number;
  readonly consumed: number;
  readonly produced: number;
  readonly fired: readonly number[];
}

/** A marking with all that is known about leaving it. */
export interface ReplayState {
  readonly marking: Marking;
  readonly steps: Map<number, ReplayStep | null>;
  end?: ReplayEnd;
  enabledActivities?: readonly number[];
}

/**
 * Token-based replay as a machine whose states are markings. What an event does depends only on the marking, so that each
 * combination is worked out once, however many traces share it.
 */
export class ReplayMachine {
  readonly net: ReplayNet;
  #closureWork = 0;
  #replays = 0;
  #states = new Map<string, ReplayState>();

  constructor(net: ReplayNet) {
    this.net = net;
  }

  /** How many combinations of marking and event were worked out so far. */
  get replays(): number {
    return this.#replays;
  }

  start(): ReplayState {
    return this.#stateOf(this.net.initial);
  }

  /** Replays an event; null when the net has no transition for the activity. */
  step(from: ReplayState, activity: number): ReplayStep | null {
    const known = from.steps.get(activity);
    if (known !== undefined) return known;
    this.#replays++;
    const step = this.#replay(from.marking, activity);
    from.steps.set(activity, step);
    return step;
  }

  /** Ends a trace in this state. */
  end(from: ReplayState): ReplayEnd {
    from.end ??= this.#finish(from.marking);
    return from.end;
  }

  /** Activities that the marking enables, directly or behind silent transitions, ascending. */
  enabledActivities(state: ReplayState): readonly number[] {
    state.enabledActivities ??= this.#eventuallyEnabled(state.marking);
    return state.enabledActivities;
  }

  #replay(before: Marking, activity: number): ReplayStep | null {
    const { net } = this;
    const candidates = net.transitionsOf(activity);
    const marking = before.slice();
    const transition = candidates.find((candidate) => net.isEnabled(candidate, marking)) ?? candidates.at(-1);
    if (transition === undefined) return null;
    const fired = net.isEnabled(transition, marking) ? [] : enableBySilentMoves(net, marking, transition);
    let missing = 0;
    for (const place of net.inputs[transition] ?? []) {
      if ((marking[place] ?? 0) >= 1) continue;
      marking[place] = 1;
      missing++;
    }
    net.fire(transition, marking);
    fired.push(transition);
    return { to: this.#stateOf(marking), missing, ...this.#flow(fired), fired };
  }

  #finish(before: Marking): ReplayEnd {
    const { net } = this;
    const marking = before.slice();
    const fired = finishBySilentMoves(net, marking);
    const missing = net.finalPlaces.filter((place) => (marking[place] ?? 0) < 1).length;
    const tokens = marking.reduce((sum, count) => sum + count, 0);
    const remaining = tokens - (net.finalPlaces.length - missing);
    return { missing, remaining, ...this.#flow(fired), fired };
  }

  #flow(fired: readonly number[]): { consumed: number; produced: number } {
    let consumed = 0;
    let produced = 0;
    for (const transition of fired) {
      consumed += this.net.inputs[transition]?.length ?? 0;
      produced += this.net.outputs[transition]?.length ?? 0;
    }
    return { consumed, produced };
  }

  #eventuallyEnabled(marking: Marking): number[] {
    const { net } = this;
    if (this.#closureWork > ALL_CLOSURE_WORK) return net.reachableActivities(marking);
    const activities = new Set<number>();
    const met = new Set([markingKey(marking)]);
    const queue = [marking];
    let work = 0;
    for (const current of queue) {
      work += net.inputs.length;
      for (const transition of net.enabled(current)) {
        if (net.isSilent[transition] !== true) {
          activities.add(net.activityOf[transition] ?? -1);
          continue;
        }
        if (met.size >= MAX_CLOSURE || work > CLOSURE_WORK) continue;
        const next = current.slice();
        net.fire(transition, next);
        work += net.placeCount;
        const key = markingKey(next);
        if (met.has(key)) continue;
        met.add(key);
        queue.push(next);
      }
    }
    this.#closureWork += work;
    return [...activities].toSorted((a, b) => a - b);
  }

  #stateOf(marking: Marking): ReplayState {
    const key = markingKey(marking);
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    // Unbounded nets have no end of markings: start over rather than fill the memory. States in use stay valid.
    if (this.#states.size * this.net.placeCount >= MAX_STATE_PLACES) this.#states = new Map();
    const state: ReplayState = { marking, steps: new Map() };
    this.#states.set(key, state);
    return state;
  }
}
