import { describe, expect, it } from "vitest";
import type { PetriNet } from "../models/petri-net.ts";
import { mineAlphaPlus } from "./alpha-plus-miner.ts";
import { tracesOfWords } from "../graph/traces-of-words.ts";

async function mine(words: readonly string[]): Promise<PetriNet> {
  const { log, activities } = tracesOfWords(words);
  return mineAlphaPlus(log, activities);
}

/** Each place as "producers>consumers". */
function flows(net: PetriNet): string[] {
  const labels = (place: number, side: "inputs" | "outputs") =>
    net.transitions
      .flatMap((transition) => (transition[side].includes(place) ? [transition.label ?? ""] : []))
      .join("");
  return net.places.map((_, place) => `${labels(place, "outputs")}>${labels(place, "inputs")}`).toSorted();
}

describe("alpha+ miner", () => {
  it("ties an activity that repeats to the place between its neighbours", async () => {
    expect(flows(await mine(["ac", "abc", "abbc"]))).toEqual([">a", "ab>bc", "c>"].toSorted());
  });

  it("finds a loop of length two", async () => {
    expect(flows(await mine(["abd", "abcbd", "abcbcbd"]))).toEqual([">a", "ac>b", "b>cd", "d>"].toSorted());
  });

  it("does what alpha does where there are no short loops", async () => {
    expect(flows(await mine(["abcd", "acbd", "ed"]))).toEqual([">ae", "a>b", "a>c", "be>d", "ce>d", "d>"].toSorted());
  });

  it("leaves an activity free that is alone in its log", async () => {
    const net = await mine(["aa", "a"]);
    expect(net.transitions).toEqual([{ name: "a", label: "a", inputs: [], outputs: [] }]);
  });
});
