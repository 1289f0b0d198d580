import { PetriNetBuilder } from "../models/petri-net-builder.ts";
import type { PetriNet } from "../models/petri-net.ts";
import { reducePetriNet } from "../models/reduce-petri-net.ts";
import type { DependencyGraph } from "./dependency-graph.ts";
import { maximalCliques } from "./maximal-cliques.ts";

/**
 * The Petri net of a dependency graph: a place per edge; behind an activity a choice of silent transitions, one per
 * maximal set of branches that run in parallel, and before it likewise. Silent transitions without use are left out.
 * Activities without an edge that start or end no case aren't in the net.
 *
 * The net may be unsound, as heuristics nets are: its quality tells. PM4Py's conversion makes the same places and
 * transitions in an order that varies from run to run, and the leaving-out with it; here the order is that of the
 * activities, so that a log always has the same net.
 */
export function dependencyNet(graph: DependencyGraph): PetriNet {
  const builder = new PetriNetBuilder();
  const source = builder.addPlace("source");
  const sink = builder.addPlace("sink");
  const { activities, edges } = graph;
  const used = new Set([...edges.flatMap(({ from, to }) => [from, to]), ...graph.starts, ...graph.ends]);
  const names = (from: number, to: number) => `${activities[from] ?? ""} → ${activities[to] ?? ""}`;
  const placeOf = new Map(edges.map(({ from, to }) => [`${from} ${to}`, builder.addPlace(names(from, to))]));
  const edgePlace = (from: number, to: number) => placeOf.get(`${from} ${to}`) ?? -1;
  for (const activity of [...used].toSorted((a, b) => a - b)) {
    const name = activities[activity] ?? "";
    const before = edges.flatMap(({ from, to }) => (to === activity ? [from] : []));
    const behind = edges.flatMap(({ from, to }) => (from === activity ? [to] : []));
    const inputs = maximalCliques(before, graph.parallelInputs[activity] ?? []).map((clique) =>
      clique.map((from) => edgePlace(from, activity)),
    );
    const outputs = maximalCliques(behind, graph.parallelOutputs[activity] ?? []).map((clique) =>
      clique.map((to) => edgePlace(activity, to)),
    );
    if (graph.starts.includes(activity)) inputs.push([source]);
    if (graph.ends.includes(activity)) outputs.push([sink]);
    const transition = builder.addTransition(name, name);
    const entry = onlyPlace(inputs) ?? builder.addPlace(`before ${name}`);
    if (inputs.length > 0) builder.addInput(entry, transition);
    if (onlyPlace(inputs) === null) {
      for (const places of inputs) builder.addTransition(`join before ${name}`, null, places, [entry]);
    }
    const exit = onlyPlace(outputs) ?? builder.addPlace(`behind ${name}`);
    builder.addOutput(transition, exit);
    if (onlyPlace(outputs) === null) {
      for (const places of outputs) builder.addTransition(`split behind ${name}`, null, [exit], places);
    }
  }
  return reducePetriNet(builder.build([source], [sink]));
}

function onlyPlace(bindings: readonly (readonly number[])[]): number | null {
  const [first] = bindings;
  return bindings.length === 1 && first?.length === 1 ? (first[0] ?? null) : null;
}
