import { describe, expect, it } from "vitest";
import { ExactMachine } from "../../conformance/exact-machine.ts";
import { findFittingTraces } from "../../conformance/fitting-traces.ts";
import { ReplayNet } from "../../conformance/replay-net.ts";
import { countArcs, countSilent } from "../../models/petri-net.ts";
import { treeNet } from "../../models/tree-net.ts";
import { MODEL_LOGS, readModelLog, readModelTruth, tracesInPm4pyOrder } from "../../truth/model-truth.ts";
import { tracesOfWords } from "../../graph/traces-of-words.ts";
import { canonicalTreeText, parseTree } from "./canonical-tree-text.ts";
import { mineInductive } from "./inductive-miner.ts";

async function mine(words: readonly string[], noiseThreshold = 0): Promise<string> {
  const { log, activities } = tracesOfWords(words);
  return canonicalTreeText((await mineInductive(log, activities, noiseThreshold)).tree);
}

/** Where PM4Py loses counts in parallels, and what the log says: */
const WITH_ALL_COUNTS: Readonly<Record<string, (tree: string) => string>> = {
  // "Inform User" is missing in less than a fifth of the traces, which IMf leaves out.
  "repairExample 0.2": (tree) => tree.replace("X('Inform User', tau)", "'Inform User'"),
  // These steps are missing in more than a fifth of the traces.
  "Production 0.2": (tree) =>
    tree
      .replace("*('Flat Grinding', tau)", "X(*('Flat Grinding', tau), tau)")
      .replace("*('Lapping', tau)", "X(*('Lapping', tau), tau)")
      .replace("*('Laser Marking', tau)", "X(*('Laser Marking', tau), tau)"),
};

describe("inductive miner", () => {
  it.each([
    ["sequence", ["abc"], "->('a', 'b', 'c')"],
    ["choice", ["ab", "cd"], "X(->('a', 'b'), ->('c', 'd'))"],
    ["parallel", ["ab", "ba"], "+('a', 'b')"],
    ["loop", ["a", "aba", "ababa"], "*('a', 'b')"],
    ["two ways back", ["a", "aba", "aca"], "*('a', 'b', 'c')"],
    ["skipped step", ["abc", "ac"], "->('a', X('b', tau), 'c')"],
    ["steps skipped together", ["abcd", "ad"], "->('a', X(->('b', 'c'), tau), 'd')"],
    ["repeated step", ["a", "aa"], "*('a', tau)"],
    ["activity beside a sequence", ["abc", "ca", "b"], "+(->(X('b', tau), X('c', tau)), X('a', tau))"],
    ["no trace", [], "tau"],
  ])("finds a %s", async (_, words, tree) => {
    expect(await mine(words)).toBe(tree);
  });

  it.each(
    MODEL_LOGS.flatMap((name) => [[name, "inductive", 0] as const, [name, "inductive_infrequent_0.2", 0.2] as const]),
  )("finds the tree of %s (%s)", async (name, key, noiseThreshold) => {
    const truth = readModelTruth(name)[key];
    const adapt = WITH_ALL_COUNTS[`${name} ${noiseThreshold}`];
    const expected = adapt?.(truth.tree) ?? truth.tree;
    const log = await readModelLog(name);
    const traces = await tracesInPm4pyOrder(log);
    const { tree, isSearchCutShort } = await mineInductive(traces, log.activities, noiseThreshold);
    expect(canonicalTreeText(tree)).toBe(canonicalTreeText(parseTree(expected)));
    expect(isSearchCutShort).toBe(false);
    const net = treeNet(tree);
    if (adapt !== undefined) return;
    expect([net.places.length, net.transitions.length, countArcs(net), countSilent(net)]).toEqual([
      truth.places,
      truth.transitions,
      truth.arcs,
      truth.invisible,
    ]);
  });

  it("stops looking for structure after so many steps, tells so, and still replays every trace", async () => {
    const { log, activities } = tracesOfWords(["abcdeabd", "badcebca", "cbdaecda", "dacbeabc", "ebadcbda"]);
    const whole = await mineInductive(log, activities, 0);
    const short = await mineInductive(log, activities, 0, {}, 1);
    expect([whole.isSearchCutShort, short.isSearchCutShort]).toEqual([false, true]);
    const fits = await findFittingTraces(new ExactMachine(new ReplayNet(treeNet(short.tree), activities)), log);
    expect(fits).toEqual(log.traces.map(() => true));
  });
});
