import type { PetriNet } from "./petri-net.ts";
import { PetriNetBuilder } from "./petri-net-builder.ts";

interface Node {
  readonly label: string | null;
  readonly inputs: Set<number>;
  readonly outputs: Set<number>;
}

/**
 * The net without the silent transitions that only pass a token on: a silent transition whose one input place has one
 * producer and no other consumer melts into that producer, and one whose one output place has one consumer and no other
 * producer melts into that consumer. The visible behaviour stays the same.
 * Source: Murata, Petri Nets: Properties, Analysis and Applications (1989), fusion of series transitions.
 */
export function reducePetriNet(net: PetriNet): PetriNet {
  const marked = new Set([...net.initialMarking, ...net.finalMarking]);
  const nodes: (Node | null)[] = net.transitions.map(({ label, inputs, outputs }) => ({
    label,
    inputs: new Set(inputs),
    outputs: new Set(outputs),
  }));
  const removedPlaces = new Set<number>();
  fuse(nodes, marked, removedPlaces, "inputs", "outputs");
  fuse(nodes, marked, removedPlaces, "outputs", "inputs");
  return rebuild(net, nodes, removedPlaces);
}

/** `side` is where the silent transition has its one place; that place's other neighbour takes over the rest. */
function fuse(
  nodes: (Node | null)[],
  marked: ReadonlySet<number>,
  removedPlaces: Set<number>,
  side: "inputs" | "outputs",
  far: "inputs" | "outputs",
): void {
  const near = neighbours(nodes, side);
  const opposite = neighbours(nodes, far);
  const queue = [...nodes.keys()];
  for (let head = 0; head < queue.length; head++) {
    const number = queue[head] ?? 0;
    const node = nodes[number];
    if (node?.label !== null || node[side].size !== 1) continue;
    const [place = -1] = node[side];
    const [heirNumber = -1] = opposite.get(place) ?? [];
    const heir = nodes[heirNumber];
    const isOnlyPath = near.get(place)?.size === 1 && opposite.get(place)?.size === 1;
    if (!isOnlyPath || marked.has(place) || heirNumber === number || heir === null || heir === undefined) continue;
    if ([...node[far]].some((other) => heir[far].has(other))) continue;
    nodes[number] = null;
    removedPlaces.add(place);
    heir[far].delete(place);
    for (const other of node[far]) {
      heir[far].add(other);
      opposite.get(other)?.delete(number);
      opposite.get(other)?.add(heirNumber);
      // The neighbours of this place changed: silent transitions that read it may have become superfluous.
      queue.push(...(near.get(other) ?? []));
    }
  }
}

/** For each place the transitions that have it on this side. */
function neighbours(nodes: readonly (Node | null)[], side: "inputs" | "outputs"): Map<number, Set<number>> {
  const of = new Map<number, Set<number>>();
  for (const [number, node] of nodes.entries()) {
    for (const place of node?.[side] ?? []) {
      const known = of.get(place);
      if (known === undefined) of.set(place, new Set([number]));
      else known.add(number);
    }
  }
  return of;
}

function rebuild(net: PetriNet, nodes: readonly (Node | null)[], removedPlaces: ReadonlySet<number>): PetriNet {
  const builder = new PetriNetBuilder();
  const placeOf = new Map<number, number>();
  for (const [number, { name }] of net.places.entries()) {
    if (!removedPlaces.has(number)) placeOf.set(number, builder.addPlace(name));
  }
  const renumbered = (places: Iterable<number>) => Array.from(places, (place) => placeOf.get(place) ?? 0);
  for (const [number, node] of nodes.entries()) {
    if (node === null) continue;
    const name = net.transitions[number]?.name ?? "";
    builder.addTransition(name, node.label, renumbered(node.inputs), renumbered(node.outputs));
  }
  return builder.build(renumbered(net.initialMarking), renumbered(net.finalMarking));
}
