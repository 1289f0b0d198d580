import type { PetriNet } from "./petri-net.ts";

interface Draft {
  readonly name: string;
  readonly label: string | null;
  readonly inputs: Set<number>;
  readonly outputs: Set<number>;
}

/** Collects places, transitions and arcs by number, then makes the net of them. Names are made unique. */
export class PetriNetBuilder {
  readonly #places: string[] = [];
  readonly #transitions: Draft[] = [];
  readonly #placeNames = new UniqueNames();
  readonly #transitionNames = new UniqueNames();

  /** Number of the new place. */
  addPlace(name: string): number {
    this.#places.push(this.#placeNames.add(name));
    return this.#places.length - 1;
  }

  /** Number of the new transition. */
  addTransition(
    name: string,
    label: string | null,
    inputs: Iterable<number> = [],
    outputs: Iterable<number> = [],
  ): number {
    this.#transitions.push({
      name: this.#transitionNames.add(name),
      label,
      inputs: new Set(inputs),
      outputs: new Set(outputs),
    });
    return this.#transitions.length - 1;
  }

  addInput(place: number, transition: number): void {
    this.#transitions[transition]?.inputs.add(place);
  }

  addOutput(transition: number, place: number): void {
    this.#transitions[transition]?.outputs.add(place);
  }

  build(initialMarking: readonly number[], finalMarking: readonly number[]): PetriNet {
    const ascending = (numbers: Set<number>) => [...numbers].toSorted((a, b) => a - b);
    return {
      places: this.#places.map((name) => ({ name })),
      transitions: this.#transitions.map(({ name, label, inputs, outputs }) => ({
        name,
        label,
        inputs: ascending(inputs),
        outputs: ascending(outputs),
      })),
      initialMarking,
      finalMarking,
    };
  }
}

/** Names, of which those that are there already get a number. */
class UniqueNames {
  /** Names that are taken, each with the number that the next of its name gets, unless that is taken. */
  readonly #next = new Map<string, number>();

  add(name: string): string {
    let free = name;
    let number = this.#next.get(name) ?? 1;
    while (this.#next.has(free)) free = `${name} (${++number})`;
    this.#next.set(free, 1);
    if (free !== name) this.#next.set(name, number);
    return free;
  }
}
