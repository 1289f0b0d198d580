/** What has to be left out of a trace, an event by its place, or put in, a step of the net. */
export type AlignmentMove = { readonly event: number } | { readonly transition: number };

/** Moves that are no step of the net that was put in: an event that was left out, and what costs nothing. */
export const LEFT_OUT = -1;
export const FREE = -2;

/** How each state was reached most cheaply, from which the alignment is read. */
export class Trail {
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
