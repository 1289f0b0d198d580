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
 * The net may be unsound, as heuristics nets are: its quality reports it. PM4Py's conversion makes the same places and
 * transitions in an order that varies from run to run, and the leaving-out with it; here the order is that of the
 * activities, so that a log always has the same net.
 */
export function dependencyNet(graph: DependencyGraph): PetriNet {
  const { activities, edges } = graph;
  const used = new Set([...edges.flatMap(({ from, to }) => [from, to]), ...graph.starts, ...graph.ends]);
  const nameOf = (activity: number) => activities[activity] ?? "";
  const byName = [...used].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const known = new Set(edges.map(({ from, to }) => `${from} ${to}`));
  const before = (activity: number) => byName.filter((from) => known.has(`${from} ${activity}`));
  const behind = (activity: number) => byName.filter((to) => known.has(`${activity} ${to}`));
  const isStart = new Set(graph.starts);
  const isEnd = new Set(graph.ends);

  // In replay the order of names decides between equally short silent ways: these sort as PM4Py's names do.
  const builder = new PetriNetBuilder();
  const exits = new Map<number, number>();
  const entries = new Map<number, number>();
  const edgePlaces = new Map<string, number>();
  const outputCliques = (activity: number) => maximalCliques(behind(activity), graph.parallelOutputs[activity] ?? []);
  for (const activity of byName) {
    if (behind(activity).length + (isEnd.has(activity) ? 1 : 0) > 1) {
      exits.set(activity, builder.addPlace(`after ${nameOf(activity)}`));
    }
  }
  for (const activity of byName) {
    const sources = before(activity);
    if (sources.length === 0) continue;
    const entry = builder.addPlace(`before ${nameOf(activity)}`);
    entries.set(activity, entry);
    if (sources.length === 1 && !isStart.has(activity)) edgePlaces.set(`${sources[0]} ${activity}`, entry);
  }
  const sink = builder.addPlace("sink");
  const source = builder.addPlace("source");
  for (const to of byName) {
    const joined = new Set(graph.parallelInputs[to]?.flat());
    for (const from of before(to)) {
      if (edgePlaces.has(`${from} ${to}`)) continue;
      const name = `to ${nameOf(to)} ${joined.has(from) ? "with" : "from"} ${nameOf(from)}`;
      edgePlaces.set(`${from} ${to}`, builder.addPlace(name));
    }
  }
  const edgePlace = (from: number, to: number) => edgePlaces.get(`${from} ${to}`) ?? -1;

  for (const activity of byName) builder.addTransition(nameOf(activity), nameOf(activity));
  for (const [transition, activity] of byName.entries()) {
    const name = nameOf(activity);
    const entry = entries.get(activity);
    if (entry === undefined) {
      if (isStart.has(activity)) builder.addInput(source, transition);
      continue;
    }
    builder.addInput(entry, transition);
    for (const clique of maximalCliques(before(activity), graph.parallelInputs[activity] ?? [])) {
      const places = clique.map((from) => edgePlace(from, activity));
      if (places[0] !== entry) builder.addTransition(`join before ${name}`, null, places, [entry]);
    }
    if (isStart.has(activity)) builder.addTransition(`start with ${name}`, null, [source], [entry]);
  }
  for (const [transition, activity] of byName.entries()) {
    const name = nameOf(activity);
    const exit = exits.get(activity);
    if (exit === undefined) {
      for (const to of behind(activity)) builder.addOutput(transition, edgePlace(activity, to));
      if (isEnd.has(activity)) builder.addOutput(transition, sink);
      continue;
    }
    builder.addOutput(transition, exit);
    for (const clique of outputCliques(activity)) {
      const places = clique.map((to) => edgePlace(activity, to));
      builder.addTransition(`split behind ${name}`, null, [exit], places);
    }
    if (isEnd.has(activity)) builder.addTransition(`end with ${name}`, null, [exit], [sink]);
  }
  return reducePetriNet(builder.build([source], [sink]));
}
