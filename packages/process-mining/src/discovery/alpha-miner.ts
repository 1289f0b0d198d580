import type { RunOptions } from "@longhaul/event-log";
import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import type { PetriNet } from "../models/petri-net.ts";
import { alphaNet, alphaPlaces, buildAlphaNet } from "./alpha-net.ts";
import { Pacer } from "@longhaul/domain";
import { Relation } from "./relations.ts";

/**
 * The alpha algorithm: a place per maximal pair of sets (A, B) of activities such that every a of A causes every b of B
 * (a > b and not b > a) and neither within A nor within B does one follow another. Activities that follow themselves
 * get no place; `mineAlphaPlus` handles short loops. Frequencies don't count, so that noise weighs as much as the rule.
 * Source: van der Aalst, Weijters and Maruster, Workflow Mining: Discovering Process Models from Event Logs (2004).
 *
 * PM4Py joins pairs two at a time without testing the new combinations for causality, which can add places that the
 * definition doesn't have; on logs where it doesn't, the nets are equal.
 *
 * Rejects with a DomainError (`unprocessable`) for a net of more than 10,000 places.
 */
export async function mineAlpha(graph: DirectlyFollowsGraph, run: RunOptions = {}): Promise<PetriNet> {
  const size = graph.nodes.length;
  const follows = new Relation(size);
  const causes = new Relation(size);
  for (const { from, to } of graph.edges) follows.add(from, to);
  for (const { from, to } of graph.edges) if (!follows.has(to, from)) causes.add(from, to);
  const relations = {
    activities: graph.nodes.map(({ activity }) => activity),
    follows,
    causes,
    starts: graph.nodes.flatMap(({ startCount }, number) => (startCount > 0 ? [number] : [])),
    ends: graph.nodes.flatMap(({ endCount }, number) => (endCount > 0 ? [number] : [])),
  };
  const pairs = await alphaPlaces(relations, new Pacer(run));
  return buildAlphaNet(alphaNet(relations, pairs));
}
