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
  readonly #placeNames = new Set<string>();
  readonly #transitionNames = new Set<string>();

  /** Number of the new place. */
  addPlace(name: string): number {
    this.#places.push(unique(name, this.#placeNames));
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
      name: unique(name, this.#transitionNames),
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

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
  taken.add(free);
  return free;
}
