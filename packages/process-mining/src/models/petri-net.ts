/** A place; its index in `places` is its number. */
export interface PetriPlace {
  /** Unique among the places of the net. */
  readonly name: string;
}

/** A transition: takes one token from each place of `inputs` and puts one into each place of `outputs`. */
export interface PetriTransition {
  /** Unique among the transitions of the net. */
  readonly name: string;
  /** The activity that it represents; null for a silent transition, which a log doesn't record. */
  readonly label: string | null;
  /** Place numbers, ascending, each once. */
  readonly inputs: readonly number[];
  /** Place numbers, ascending, each once. */
  readonly outputs: readonly number[];
}

/**
 * A Petri net with its markings; every arc has weight 1. A process starts with one token in each place of
 * `initialMarking` and is over when exactly the places of `finalMarking` hold one each.
 * Source: Murata, Petri Nets: Properties, Analysis and Applications (1989).
 */
export interface PetriNet {
  readonly places: readonly PetriPlace[];
  readonly transitions: readonly PetriTransition[];
  /** Place numbers. */
  readonly initialMarking: readonly number[];
  /** Place numbers. */
  readonly finalMarking: readonly number[];
}

/** Arcs of the net, from places to transitions and back. */
export function countArcs(net: PetriNet): number {
  return net.transitions.reduce((sum, { inputs, outputs }) => sum + inputs.length + outputs.length, 0);
}

/** Transitions without a label. */
export function countSilent(net: PetriNet): number {
  return net.transitions.reduce((sum, { label }) => sum + (label === null ? 1 : 0), 0);
}
