import { describe, expect, it } from "vitest";
import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { countArcs, type PetriNet } from "../models/petri-net.ts";
import { mineAlpha } from "./alpha-miner.ts";
import { MODEL_LOGS, readModelLog, readModelTruth } from "../truth/model-truth.ts";

type Pair = readonly [from: readonly string[], to: readonly string[]];

function pairsOf(net: PetriNet): Pair[] {
  return net.places.map((_, place) => [
    net.transitions.flatMap(({ outputs, name }) => (outputs.includes(place) ? [name] : [])).toSorted(),
    net.transitions.flatMap(({ inputs, name }) => (inputs.includes(place) ? [name] : [])).toSorted(),
  ]);
}
const sorted = (pairs: readonly Pair[]) =>
  pairs.map(([from, to]) => JSON.stringify([from.toSorted(), to.toSorted()])).toSorted();

async function mine(words: readonly string[]): Promise<PetriNet> {
  const log = eventLogFromTraces(words.map((word) => word.split("").map((activity, at) => [activity, at] as const)));
  return mineAlpha(await discoverDirectlyFollowsGraph(log));
}

describe("alpha miner", () => {
  it("finds the net of the paper's log", async () => {
    const net = await mine(["abcd", "acbd", "ed"]);
    expect(sorted(pairsOf(net))).toEqual(
      sorted([
        [[], ["a", "e"]],
        [["d"], []],
        [["a"], ["b"]],
        [["a"], ["c"]],
        [["b", "e"], ["d"]],
        [["c", "e"], ["d"]],
      ]),
    );
    expect([net.initialMarking, net.finalMarking]).toEqual([[0], [1]]);
  });

  it("gives an activity that repeats no place, and an empty log a net without transitions", async () => {
    expect(sorted(pairsOf(await mine(["abbc"])))).toEqual(
      sorted([
        [[], ["a"]],
        [["c"], []],
      ]),
    );
    expect((await mine([])).transitions).toEqual([]);
  });

  it("tests every combination for causality, not just two pairs at a time", async () => {
    // a causes x and y, b causes only x, so that ({a, b}, {x, y}) isn't a place.
    const net = await mine(["ax", "ay", "bx"]);
    expect(sorted(pairsOf(net))).toEqual(
      sorted([
        [[], ["a", "b"]],
        [["x", "y"], []],
        [["a"], ["x", "y"]],
        [["a", "b"], ["x"]],
      ]),
    );
  });

  it.each(MODEL_LOGS)("finds the places and transitions of %s", async (name) => {
    const truth = readModelTruth(name).alpha;
    const net = await mineAlpha(await discoverDirectlyFollowsGraph(await readModelLog(name)));
    expect(sorted(pairsOf(net))).toEqual(sorted(truth.place_sets));
    expect([net.places.length, net.transitions.length, countArcs(net)]).toEqual([
      truth.places,
      truth.transitions,
      truth.arcs,
    ]);
  });
});
