import type { RunOptions } from "@longhaul/event-log";
import { normaliseTree } from "../../models/normalise-tree.ts";
import { SILENT, type ProcessTree } from "../../models/process-tree.ts";
import { Pacer } from "@longhaul/domain";
import type { TraceLog } from "../../graph/trace-log.ts";
import { findCut } from "./cuts.ts";
import { fallThrough } from "./fall-through.ts";
import { SearchEffort } from "./search-effort.ts";
import { splitSublog } from "./split-sublog.ts";
import { discoverSublogGraph, withoutInfrequent } from "./sublog-graph.ts";
import { SublogBuilder, totalCount, type Sublog } from "./sublog.ts";

export interface InductiveModel {
  readonly tree: ProcessTree;
  /** Whether the miner stopped to look for activities beside which the rest has a structure. */
  readonly isSearchCutShort: boolean;
}

/**
 * The inductive miner: splits the log by the cut that its directly-follows graph shows, and goes on with the parts. With
 * `noiseThreshold` 0 (IM) the tree replays every trace of the log. Above (IMf), empty traces up to that share of a part
 * are ignored, and where no cut fits, edges up to that share of the most frequent at their source are left out.
 *
 * Sources: Leemans, Fahland and van der Aalst, Discovering Block-Structured Process Models from Event Logs - A
 * Constructive Approach (2013, IM) and - Containing Infrequent Behaviour (2013, IMf); Leemans, Robust Process Mining with
 * Guarantees (2017).
 *
 * Trees are those of PM4Py but where its IMf loses counts: when it projects a part to the branches of a parallel, traces
 * that become equal keep the count of the last instead of their sum, so that rare traces can outweigh frequent ones (the
 * papers project multisets, which sum up). With its counts, this miner finds its trees. In IM counts play no part.
 *
 * In a spaghetti process no cut fits most parts. How long it may look for an activity without which one does is bounded by
 * `SearchEffort`; beyond, parts become loops or flowers, which replay the same traces but say less.
 *
 * @param activities names by the activity numbers of the log, below 65,536
 * @param noiseThreshold 0 to 1
 */
export async function mineInductive(
  log: TraceLog,
  activities: readonly string[],
  noiseThreshold: number,
  run: RunOptions = {},
  mostSteps?: number,
): Promise<InductiveModel> {
  const pacer = new Pacer(run);
  const { names, sublog } = await numberedByName(log, activities, pacer);
  const effort = new SearchEffort(mostSteps);
  const miner = new Miner(names, noiseThreshold, pacer, effort);
  const tree = normaliseTree(await miner.mine(sublog));
  return { tree, isSearchCutShort: effort.hasRefused };
}

async function numberedByName(
  log: TraceLog,
  activities: readonly string[],
  pacer: Pacer,
): Promise<{ names: string[]; sublog: Sublog }> {
  const byName = Array.from(activities.keys()).toSorted((a, b) =>
    (activities[a] ?? "") < (activities[b] ?? "") ? -1 : 1,
  );
  const unitOf: string[] = [];
  for (const [rank, activity] of byName.entries()) unitOf[activity] = String.fromCharCode(rank);
  const builder = new SublogBuilder();
  for (const [number, trace] of log.traces.entries()) {
    let text = "";
    for (let at = 0; at < trace.length; at++) text += unitOf[trace[at] ?? 0] ?? "";
    builder.add(text, log.counts[number] ?? 0);
    if (pacer.due) await pacer.pause();
  }
  return { names: byName.map((activity) => activities[activity] ?? ""), sublog: builder.build() };
}

class Miner {
  readonly #names: readonly string[];
  readonly #noiseThreshold: number;
  readonly #pacer: Pacer;
  readonly #effort: SearchEffort;
  #leaves = 0;

  constructor(names: readonly string[], noiseThreshold: number, pacer: Pacer, effort: SearchEffort) {
    this.#names = names;
    this.#noiseThreshold = noiseThreshold;
    this.#pacer = pacer;
    this.#effort = effort;
  }

  async mine(log: Sublog): Promise<ProcessTree> {
    await this.#pacer.pause(Math.max(Math.min(1, this.#leaves / this.#names.length), this.#effort.spentShare));
    const emptyCount = log.get("");
    if (emptyCount === undefined) return this.#mineNonEmpty(log);
    const rest = new Map(log);
    rest.delete("");
    const tree = await this.#mineNonEmpty(rest);
    const isFrequent = emptyCount > this.#noiseThreshold * totalCount(log);
    return isFrequent || tree.kind === "silent" ? { kind: "choice", children: [tree, SILENT] } : tree;
  }

  async #mineNonEmpty(log: Sublog): Promise<ProcessTree> {
    const [only] = log.keys();
    if (only === undefined) return SILENT;
    if (log.size === 1 && only.length === 1) return this.#leaf(only.charCodeAt(0));
    const graph = await discoverSublogGraph(log, this.#pacer);
    const cut =
      findCut(graph) ?? (this.#noiseThreshold > 0 ? findCut(withoutInfrequent(graph, this.#noiseThreshold)) : null);
    if (cut !== null) {
      const parts = await splitSublog(log, graph, cut, this.#pacer);
      return { kind: cut.operator, children: await this.#mineAll(parts) };
    }
    const fallen = await fallThrough(log, graph, this.#pacer, this.#effort);
    if (fallen.kind !== "flower") return { kind: fallen.kind, children: await this.#mineAll(fallen.parts) };
    const any = { kind: "choice", children: fallen.activities.map((activity) => this.#leaf(activity)) } as const;
    return { kind: "loop", children: [any, SILENT] };
  }

  async #mineAll(parts: readonly Sublog[]): Promise<ProcessTree[]> {
    const children: ProcessTree[] = [];
    for (const part of parts) children.push(await this.mine(part));
    return children;
  }

  #leaf(activity: number): ProcessTree {
    this.#leaves++;
    return { kind: "activity", label: this.#names[activity] ?? "" };
  }
}
