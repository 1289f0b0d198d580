import type { Pacer } from "@longhaul/domain";
import { findCut } from "./cuts.ts";
import { ActivityRemovals } from "./remove-activity.ts";
import type { SearchEffort } from "./search-effort.ts";
import type { SublogGraph } from "./sublog-graph.ts";
import { SublogBuilder, totalCount, type Sublog } from "./sublog.ts";

/** The fallback for a sublog that no cut fits: split it by another rule, or allow its activities in any order. */
export type FallThrough =
  | { readonly kind: "parallel" | "loop"; readonly parts: readonly Sublog[] }
  | { readonly kind: "flower"; readonly activities: readonly number[] };

/**
 * The first that applies: an activity that occurs once in each trace runs in parallel to the rest; so does the first
 * activity without which the rest has a cut, as long as there is effort left to look for one; traces are cut where an end is followed by a start, then before every start
 * (a loop around what is left); at last the flower model, any activities in any order.
 * Source: Leemans, Robust Process Mining with Guarantees (2017), fall throughs of the inductive miner. Activities are tried by name.
 */
export async function fallThrough(
  log: Sublog,
  graph: SublogGraph,
  pacer: Pacer,
  effort: SearchEffort,
): Promise<FallThrough> {
  const once = await oncePerTrace(log, graph, pacer);
  const concurrent = once ?? (await concurrentActivity(log, graph, pacer, effort));
  if (concurrent !== null) {
    const parts = await separate(log, concurrent, pacer);
    return { kind: "parallel", parts };
  }
  const nodeOf = new Map(graph.activities.map((activity, node) => [activity, node]));
  const isStart = (activity: number) => (graph.starts[nodeOf.get(activity) ?? -1] ?? 0) > 0;
  const isEnd = (activity: number) => (graph.ends[nodeOf.get(activity) ?? -1] ?? 0) > 0;
  const before = totalCount(log);
  for (const cutsBetween of [
    (last: number, next: number) => isEnd(last) && isStart(next),
    (_: number, next: number) => isStart(next),
  ]) {
    const pieces = await cutTraces(log, cutsBetween, pacer);
    if (totalCount(pieces) > before) return { kind: "loop", parts: [pieces, new Map()] };
  }
  return { kind: "flower", activities: graph.activities };
}

async function oncePerTrace(log: Sublog, graph: SublogGraph, pacer: Pacer): Promise<number | null> {
  const candidates = new Set(graph.activities);
  for (const trace of log.keys()) {
    for (const candidate of candidates) {
      const unit = String.fromCharCode(candidate);
      const at = trace.indexOf(unit);
      if (at < 0 || trace.indexOf(unit, at + 1) >= 0) candidates.delete(candidate);
    }
    if (candidates.size === 0) return null;
    if (pacer.due) await pacer.pause();
  }
  const [first = null] = candidates;
  return first;
}

async function concurrentActivity(
  log: Sublog,
  graph: SublogGraph,
  pacer: Pacer,
  effort: SearchEffort,
): Promise<number | null> {
  if (effort.hasRefused) return null;
  const removals = await ActivityRemovals.of(log, graph, pacer);
  for (const [node, activity] of graph.activities.entries()) {
    if (!effort.spend(graph.activities.length)) return null;
    if (findCut(removals.graphWithout(node)) !== null) return activity;
    await pacer.pause(effort.spentShare);
  }
  return null;
}

/** The log of this activity alone, and that of the others. */
async function separate(log: Sublog, activity: number, pacer: Pacer): Promise<[alone: Sublog, rest: Sublog]> {
  const alone = new SublogBuilder();
  const rest = new SublogBuilder();
  const unit = String.fromCharCode(activity);
  for (const [trace, count] of log) {
    const others = trace.replaceAll(unit, "");
    alone.add(unit.repeat(trace.length - others.length), count);
    rest.add(others, count);
    if (pacer.due) await pacer.pause();
  }
  return [alone.build(), rest.build()];
}

async function cutTraces(
  log: Sublog,
  cutsBetween: (last: number, next: number) => boolean,
  pacer: Pacer,
): Promise<Sublog> {
  const pieces = new SublogBuilder();
  for (const [trace, count] of log) {
    let start = 0;
    for (let at = 1; at < trace.length; at++) {
      if (!cutsBetween(trace.charCodeAt(at - 1), trace.charCodeAt(at))) continue;
      pieces.add(trace.slice(start, at), count);
      start = at;
    }
    pieces.add(trace.slice(start), count);
    if (pacer.due) await pacer.pause();
  }
  return pieces.build();
}
