import { DomainError } from "@longhaul/domain";
import { PetriNetBuilder } from "../models/petri-net-builder.ts";
import type { PetriNet } from "../models/petri-net.ts";
import { maximalPairs, type ActivityPair } from "./maximal-pairs.ts";
import type { Pacer } from "@longhaul/domain";
import type { Relation } from "./relations.ts";

const MAX_PLACES = 10_000;
const MAX_STEPS = 20_000_000;

/** All that the alpha algorithms read from a log, activities by number. */
export interface AlphaRelations {
  readonly activities: readonly string[];
  readonly follows: Relation;
  readonly causes: Relation;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The pairs of sets of activities that become places. Rejects with a DomainError (`unprocessable`) beyond 10,000. */
export async function alphaPlaces(relations: AlphaRelations, pacer: Pacer): Promise<ActivityPair[]> {
  const pairs: ActivityPair[] = [];
  let steps = 0;
  for (const pair of maximalPairs(relations.causes, relations.follows)) {
    if (pair !== null) pairs.push(pair);
    if (++steps > MAX_STEPS || pairs.length > MAX_PLACES) {
      throw new DomainError(
        "unprocessable",
        "The alpha algorithm finds a net too large to be of use in this log. Choose an inductive or heuristics miner.",
      );
    }
    if (pacer.due) await pacer.pause();
  }
  return pairs;
}

/**
 * The net of the alpha algorithm: a transition per activity (with its number), a place per pair, a source before the
 * start activities (place 0) and a sink behind the end activities (place 1).
 */
export function alphaNet(relations: AlphaRelations, pairs: readonly ActivityPair[]): PetriNetBuilder {
  const { activities } = relations;
  const builder = new PetriNetBuilder();
  const source = builder.addPlace("source");
  const sink = builder.addPlace("sink");
  for (const activity of activities) builder.addTransition(activity, activity);
  for (const start of relations.starts) builder.addInput(source, start);
  for (const end of relations.ends) builder.addOutput(end, sink);
  const names = (numbers: readonly number[]) => numbers.map((number) => activities[number] ?? "").join(", ");
  for (const { from, to } of pairs) {
    const place = builder.addPlace(`({${names(from)}}, {${names(to)}})`);
    for (const activity of from) builder.addOutput(activity, place);
    for (const activity of to) builder.addInput(place, activity);
  }
  return builder;
}

/** `alphaNet` with its markings. */
export function buildAlphaNet(builder: PetriNetBuilder): PetriNet {
  return builder.build([0], [1]);
}
