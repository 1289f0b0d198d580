import { Pacer } from "../discovery/pacer.ts";
import type { Trace, TraceLog } from "../discovery/trace-log.ts";
import type { RunOptions } from "../run-options.ts";
import { markingKey, type Marking, type ReplayNet } from "./replay-net.ts";

/** What has to be left out of a trace, an event by its place, or put in, a step of the net. */
export type AlignmentMove = { readonly event: number } | { readonly transition: number };

/** The cheapest way to bring a trace and a net together. */
export interface Alignment {
  /** Events that the net skips and steps of the net that the trace lacks; at least this many where `isOptimal` is false. */
  readonly cost: number;
  readonly isOptimal: boolean;
  /** The moves that cost something, in order, where they are asked for and the alignment is optimal. */
  readonly moves?: readonly AlignmentMove[];
}

export interface Alignments {
  /** By trace. */
  readonly costs: readonly Alignment[];
  /** Visible steps of the shortest way through the net: the cost of an empty trace. Null where it isn't known. */
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

/**
 * Optimal alignments: each event that the net doesn't do there and each visible step that the trace lacks costs 1, silent
 * steps and events that both do cost nothing. A search by cost over (events done, marking); where it runs out of its
 * budget, the cost reached so far is a lower bound, for everything cheaper was looked at.
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
  return { costs, shortestPath: empty.isOptimal ? empty.cost : null };
}

interface Place {
  readonly marking: Marking;
  /** Where silent transitions lead, without cost, and visible ones, by activity. */
  next: {
    readonly silent: readonly number[];
    readonly visible: readonly (readonly [activity: number, to: number, transition: number])[];
  } | null;
}

const LEFT_OUT = -1;
const FREE = -2;

/** How each state was reached most cheaply, so that an alignment can be told. */
class Trail {
  readonly #width: number;
  readonly #steps = new Map<number, { readonly cost: number; readonly from: number; readonly move: number }>();

  constructor(width: number) {
    this.#width = width;
  }

  /** `move` is a step of the net that was put in, `LEFT_OUT` for an event, `FREE` for what costs nothing. */
  note(state: number, cost: number, from: number, move: number): void {
    const known = this.#steps.get(state);
    if (known === undefined || cost < known.cost) this.#steps.set(state, { cost, from, move });
  }

  movesTo(end: number, start: number): AlignmentMove[] {
    const moves: AlignmentMove[] = [];
    for (let state = end; state !== start;) {
      const step = this.#steps.get(state);
      if (step === undefined) throw new RangeError("a state that nothing led to");
      if (step.move === LEFT_OUT) moves.push({ event: step.from % this.#width });
      else if (step.move !== FREE) moves.push({ transition: step.move });
      state = step.from;
    }
    return moves.toReversed();
  }
}

/** Markings are numbered once and their successors worked out once, however many traces share them. */
class AlignmentSearch {
  readonly #net: ReplayNet;
  readonly #final: Marking;
  #places: Place[] = [];
  #numbers = new Map<string, number>();
  #start: number;
  #end: number;
  readonly #mostPlaces: number;
  readonly #mostOfTrace: number;
  #work = 0;
  #numbered = 0;

  constructor(net: ReplayNet, mostOfTrace: number) {
    this.#net = net;
    this.#mostOfTrace = mostOfTrace;
    this.#mostPlaces = Math.min(MAX_MARKINGS, MAX_TOKEN_COUNTS / Math.max(1, net.placeCount));
    this.#final = new Int32Array(net.placeCount);
    for (const place of net.finalPlaces) this.#final[place] = (this.#final[place] ?? 0) + 1;
    this.#start = this.#numberOf(net.initial);
    this.#end = this.#numberOf(this.#final);
  }

  align(trace: Trace, trail: Trail | null = null): Alignment {
    // A net with very many markings: those that were met before mustn't take the room of this trace's.
    if (this.#places.length > this.#mostPlaces / 2) {
      this.#places = [];
      this.#numbers = new Map();
      this.#start = this.#numberOf(this.#net.initial);
      this.#end = this.#numberOf(this.#final);
    }
    const done = new Set<number>();
    const width = trace.length + 1;
    // By cost; what costs the same is looked at deepest first, so that a fitting trace is followed straight to its end.
    const start = this.#start * width;
    const waiting: number[][] = [[start]];
    trail?.note(start, 0, start, FREE);
    for (let cost = 0; cost < waiting.length; cost++) {
      const states = waiting[cost] ?? [];
      for (let state = states.pop(); state !== undefined; state = states.pop()) {
        if (done.has(state)) continue;
        done.add(state);
        const at = state % width;
        const number = (state - at) / width;
        if (number === this.#end && at === trace.length)
          return { cost, isOptimal: true, ...(trail === null ? {} : { moves: trail.movesTo(state, start) }) };
        if (done.size > this.#mostOfTrace || this.#isSpent()) return { cost, isOptimal: false };
        const { silent, visible } = this.#nextOf(number);
        this.#work += silent.length + visible.length;
        const later = (waiting[cost + 1] ??= []);
        if (at < trace.length) {
          later.push(state + 1);
          trail?.note(state + 1, cost + 1, state, LEFT_OUT);
        }
        for (const [activity, to, transition] of visible) {
          later.push(to * width + at);
          trail?.note(to * width + at, cost + 1, state, transition);
          if (at >= trace.length || activity !== trace[at]) continue;
          states.push(to * width + at + 1);
          trail?.note(to * width + at + 1, cost, state, FREE);
        }
        for (const to of silent) {
          states.push(to * width + at);
          trail?.note(to * width + at, cost, state, FREE);
        }
      }
    }
    // The net can't end at all.
    return { cost: waiting.length, isOptimal: false };
  }

  #isSpent(): boolean {
    return this.#numbered > MAX_NUMBERED || this.#work > MAX_WORK || this.#places.length > this.#mostPlaces;
  }

  #nextOf(number: number): NonNullable<Place["next"]> {
    const place = this.#places[number];
    if (place === undefined) throw new RangeError("a marking without a number");
    if (place.next === null) {
      const silent: number[] = [];
      const visible: [number, number, number][] = [];
      this.#work += this.#net.inputs.length;
      for (const transition of this.#net.enabled(place.marking)) {
        const after = place.marking.slice();
        this.#net.fire(transition, after);
        this.#work += 2 * this.#net.placeCount;
        const to = this.#numberOf(after);
        if (this.#net.isSilent[transition] === true) silent.push(to);
        else visible.push([this.#net.activityOf[transition] ?? -1, to, transition]);
      }
      place.next = { silent, visible };
    }
    return place.next;
  }

  #numberOf(marking: Marking): number {
    const key = markingKey(marking);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#places.length;
    this.#numbers.set(key, number);
    this.#places.push({ marking, next: null });
    this.#numbered++;
    return number;
  }
}
