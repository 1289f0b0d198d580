import { Pacer } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";
import type { Trace, TraceLog } from "../graph/trace-log.ts";
import { FREE, LEFT_OUT, Trail, type AlignmentMove } from "./alignment-trail.ts";
import { lookAhead } from "./look-ahead.ts";
import { markingKey, type Marking, type ReplayNet } from "./replay-net.ts";

/** The cheapest way to bring a trace and a net together. */
export interface Alignment {
  /** Events that the net skips and steps of the net that the trace lacks; at least this many where `isOptimal` is false. */
  readonly cost: number;
  readonly isOptimal: boolean;
  /** The moves with a cost, in order, if requested and the alignment is optimal. */
  readonly moves?: readonly AlignmentMove[];
}

export interface Alignments {
  /** By trace. */
  readonly costs: readonly Alignment[];
  /**
   * Visible steps of the shortest way through the net: the cost of an empty trace. Null where it isn't known, Infinity where
   * there is none.
   */
  readonly shortestPath: number | null;
}

/** States looked at for one trace. */
const MAX_OF_TRACE = 300_000;
/** Tokens counted in all markings that are numbered, and markings: each takes some hundred bytes beside. */
const MAX_TOKEN_COUNTS = 6_000_000;
const MAX_MARKINGS = 150_000;
/** Markings numbered for all traces, most again and again where a net has very many: some microseconds each. */
const MAX_NUMBERED = 600_000;
/** Places, transitions and ways on that are looked at for all traces, as large nets take longer: some seconds at worst. */
const MAX_WORK = 250_000_000;
/** Of these a trace gets this share at most, … */
const MOST_SHARE = 1 / 20;
/** … and, once so many in a row have run out, half as much with each further one: more of it would bring little. */
const PATIENCE = 4;
const LEAST_OF_TRACE = 20_000;
/**
 * A place with so many tokens or more counts as one that never runs out of them: nets whose silent steps pile up tokens
 * without end have but so many markings then. It allows more than the net does, so that costs are lower bounds.
 */
const MANY = 9;

/**
 * Optimal alignments: each event that the net doesn't do there and each visible step that the trace lacks costs 1, silent
 * steps and events that both do cost nothing. A search by cost over (events done, marking); where it runs out of its
 * budget, the cost reached so far is a lower bound, for everything cheaper was looked at, and so is the number of events
 * whose activity the net lacks, and the cost in a net that allows more. Traces share the budget: one may not take it all.
 * Source: Adriansyah, Aligning Observed and Modeled Behavior (2014), chapter 4; Dial, Algorithm 360: Shortest-Path Forest
 * (1969), for costs that are small whole numbers.
 */
export async function alignTraces(
  net: ReplayNet,
  log: TraceLog,
  run: RunOptions & { readonly withMoves?: boolean } = {},
  mostOfTrace = MAX_OF_TRACE,
): Promise<Alignments> {
  const pacer = new Pacer(run);
  const search = new AlignmentSearch(net, mostOfTrace);
  const empty = search.align([]);
  const costs: Alignment[] = [];
  for (const [number, trace] of log.traces.entries()) {
    costs.push(search.align(trace, run.withMoves === true ? new Trail(trace.length + 1) : null));
    await pacer.pause((number + 1) / log.traces.length);
  }
  return { costs, shortestPath: empty.isOptimal || empty.cost === Infinity ? empty.cost : null };
}

interface Place {
  readonly marking: Marking;
  /** Whether a trace may end here: `relaxed` in a net that forgets the tokens of places with many. */
  readonly end: "no" | "exact" | "relaxed";
  next: Ways | null;
  /** Where visible transitions lead, of those that were looked at. */
  readonly after: Map<number, number>;
}

/**
 * The ways on from a marking. A transition without a rival for its tokens has to fire sooner or later, and takes nothing
 * from others when it does so at once: where one is silent, stands for an activity of which no event is left, or alone stands for
 * that of the next event, other orders needn't be tried.
 * Source: Valmari, Stubborn Sets for Reduced State Space Generation (1991).
 */
interface Ways {
  /** Where silent transitions lead, without cost. */
  readonly silent: readonly number[];
  /** Transitions. */
  readonly visible: readonly number[];
  /** Whether `silent` is one without a rival, and all there is. */
  readonly isForced: boolean;
  /** Those of `visible` without a rival. */
  readonly unrivalled: readonly number[];
}

/** Markings are numbered once and their successors worked out once, however many traces share them. */
class AlignmentSearch {
  readonly #net: ReplayNet;
  readonly #final: Marking;
  readonly #scratch: Marking;
  #places: Place[] = [];
  #numbers = new Map<string, number>();
  #start: number;
  readonly #mostPlaces: number;
  readonly #mostOfTrace: number;
  #work = 0;
  #numbered = 0;
  /** Traces in a row whose search ran out. */
  #failures = 0;

  constructor(net: ReplayNet, mostOfTrace: number) {
    this.#net = net;
    this.#mostOfTrace = mostOfTrace;
    this.#mostPlaces = Math.min(MAX_MARKINGS, MAX_TOKEN_COUNTS / Math.max(1, net.placeCount));
    this.#final = new Int32Array(net.placeCount);
    this.#scratch = new Int32Array(net.placeCount);
    for (const place of net.finalPlaces) this.#final[place] = (this.#final[place] ?? 0) + 1;
    this.#start = this.#numberOf(net.initial);
  }

  align(trace: Trace, trail: Trail | null = null): Alignment {
    // A net with very many markings: those that were met before mustn't take the room of this trace's.
    if (this.#places.length > this.#mostPlaces / 2) {
      this.#places = [];
      this.#numbers = new Map();
      this.#start = this.#numberOf(this.#net.initial);
    }
    const done = new Set<number>();
    const width = trace.length + 1;
    const mostWork = this.#work + this.#allowance();
    const { lastOf, foreign } = lookAhead(trace, this.#net);
    // By cost; what costs the same is looked at deepest first, so that a fitting trace is followed straight to its end.
    const start = this.#start * width;
    const waiting: number[][] = [[start]];
    trail?.note(start, 0, start, FREE);
    let relaxedCost = Infinity;
    for (let cost = 0; cost < waiting.length && cost <= relaxedCost; cost++) {
      const states = waiting[cost] ?? [];
      for (let state = states.pop(); state !== undefined; state = states.pop()) {
        if (done.has(state)) continue;
        done.add(state);
        const at = state % width;
        const number = (state - at) / width;
        const end = at < trace.length ? "no" : this.#places[number]?.end;
        if (end === "relaxed") relaxedCost = cost;
        if (end === "exact") {
          this.#failures = 0;
          return { cost, isOptimal: true, ...(trail === null ? {} : { moves: trail.movesTo(state, start) }) };
        }
        if (done.size > this.#mostOfTrace || this.#work > mostWork || this.#isSpent()) {
          this.#failures++;
          return { cost: Math.max(cost, foreign), isOptimal: false };
        }
        const { silent, visible, isForced, unrivalled } = this.#nextOf(number);
        this.#work += silent.length + visible.length;
        // The event or one like it is done with this transition in one of the cheapest ways: no other has its activity.
        const due = unrivalled.find((transition) => at < trace.length && this.#isOnlyOne(transition, trace[at]));
        if (due !== undefined) {
          const after = this.#after(number, due) * width + at + 1;
          states.push(after);
          trail?.note(after, cost, state, FREE);
          continue;
        }
        const later = (waiting[cost + 1] ??= []);
        const missing = unrivalled.find(
          (transition) => (lastOf.get(this.#net.activityOf[transition] ?? -1) ?? -1) < at,
        );
        if (missing !== undefined) {
          const after = this.#after(number, missing) * width + at;
          later.push(after);
          trail?.note(after, cost + 1, state, missing);
          continue;
        }
        if (at < trace.length && !isForced) {
          later.push(state + 1);
          trail?.note(state + 1, cost + 1, state, LEFT_OUT);
        }
        for (const to of silent) {
          states.push(to * width + at);
          trail?.note(to * width + at, cost, state, FREE);
        }
        for (const transition of visible) {
          const to = this.#after(number, transition);
          later.push(to * width + at);
          trail?.note(to * width + at, cost + 1, state, transition);
          if (at >= trace.length || this.#net.activityOf[transition] !== trace[at]) continue;
          states.push(to * width + at + 1);
          trail?.note(to * width + at + 1, cost, state, FREE);
        }
      }
    }
    // Infinity where the net can't end at all.
    return { cost: Math.max(relaxedCost, foreign), isOptimal: false };
  }

  /** What one more trace may take, in the order in which they come. */
  #allowance(): number {
    const halvings = Math.max(0, this.#failures - PATIENCE);
    return Math.max(LEAST_OF_TRACE, (MAX_WORK * MOST_SHARE) / 2 ** halvings);
  }

  #isSpent(): boolean {
    return this.#numbered > MAX_NUMBERED || this.#work > MAX_WORK || this.#places.length > this.#mostPlaces;
  }

  #placeOf(number: number): Place {
    const place = this.#places[number];
    if (place === undefined) throw new RangeError("a marking without a number");
    return place;
  }

  #nextOf(number: number): Ways {
    const place = this.#placeOf(number);
    place.next ??= this.#waysFrom(place.marking);
    return place.next;
  }

  #isOnlyOne(transition: number, activity: number | undefined): boolean {
    return this.#net.activityOf[transition] === activity && this.#net.transitionsOf(activity ?? -1).length === 1;
  }

  #after(number: number, transition: number): number {
    const place = this.#placeOf(number);
    let after = place.after.get(transition);
    if (after === undefined) {
      after = this.#reached(place.marking, transition);
      place.after.set(transition, after);
    }
    return after;
  }

  #reached(marking: Marking, transition: number): number {
    const net = this.#net;
    const after = this.#scratch;
    after.set(marking);
    net.fire(transition, after);
    for (const place of net.inputs[transition] ?? []) if (marking[place] === MANY) after[place] = MANY;
    for (const place of net.outputs[transition] ?? []) after[place] = Math.min(MANY, after[place] ?? 0);
    this.#work += 2 * net.placeCount;
    return this.#numberOf(after);
  }

  #waysFrom(marking: Marking): Ways {
    const net = this.#net;
    this.#work += net.inputs.length;
    const enabled = net.enabled(marking);
    const isUnrivalled = (transition: number): boolean =>
      net.isWithoutRival(transition) && (net.inputs[transition] ?? []).every((place) => marking[place] !== MANY);
    const forced = enabled.find((transition) => net.isSilent[transition] === true && isUnrivalled(transition));
    if (forced !== undefined)
      return { silent: [this.#reached(marking, forced)], visible: [], isForced: true, unrivalled: [] };
    const silent = enabled.filter((transition) => net.isSilent[transition] === true);
    const visible = silent.length === 0 ? enabled : enabled.filter((transition) => net.isSilent[transition] !== true);
    return {
      silent: silent.map((transition) => this.#reached(marking, transition)),
      visible,
      isForced: false,
      // Most often one list, of which there are as many as markings.
      unrivalled: visible.every(isUnrivalled) ? visible : visible.filter(isUnrivalled),
    };
  }

  #numberOf(marking: Marking): number {
    const key = markingKey(marking);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#places.length;
    this.#numbers.set(key, number);
    this.#places.push({ marking: marking.slice(), end: this.#endIn(marking), next: null, after: new Map() });
    this.#numbered++;
    return number;
  }

  #endIn(marking: Marking): Place["end"] {
    let end: Place["end"] = "exact";
    for (let place = 0; place < marking.length; place++) {
      if (marking[place] === this.#final[place]) continue;
      if (marking[place] !== MANY) return "no";
      end = "relaxed";
    }
    return end;
  }
}
