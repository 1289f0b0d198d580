import type { RunOptions } from "@longhaul/event-log";
import type { PetriNetBuilder } from "../models/petri-net-builder.ts";
import type { PetriNet } from "../models/petri-net.ts";
import { alphaNet, alphaPlaces, buildAlphaNet, type AlphaRelations } from "./alpha-net.ts";
import type { ActivityPair } from "./maximal-pairs.ts";
import { Pacer } from "@longhaul/domain";
import { Relation } from "./relations.ts";
import type { TraceLog } from "../graph/trace-log.ts";

/**
 * The alpha+ algorithm: alpha that also finds short loops.
 * - Loops of length two: where both "aba" and "bab" occur, a and b cause each other instead of being parallel.
 * - Loops of length one: activities that follow themselves are taken out of the log first; afterwards each is tied, as
 *   a loop, to the place between what precedes it and what follows it: ({x | x > t, not t > x}, {y | t > y, not y > t}).
 *   The paper assumes that this very place was found. Where it wasn't, the place (source and sink included) is taken
 *   that shares most activities with it, and an activity that shares none with any place stays free.
 *
 * Source: Alves de Medeiros, van Dongen, van der Aalst and Weijters, Process Mining: Extending the alpha-algorithm to
 * Mine Short Loops (2004).
 *
 * Rejects with a DomainError (`unprocessable`) for a net of more than 10,000 places.
 */
export async function mineAlphaPlus(
  log: TraceLog,
  activities: readonly string[],
  run: RunOptions = {},
): Promise<PetriNet> {
  const pacer = new Pacer(run);
  const size = activities.length;
  const all = new Relation(size);
  for (const trace of log.traces) {
    for (let at = 1; at < trace.length; at++) all.add(trace[at - 1] ?? 0, trace[at] ?? 0);
    if (pacer.due) await pacer.pause();
  }
  const loops = activities.flatMap((_, activity) => (all.has(activity, activity) ? [activity] : []));
  const relations = await relationsWithout(log, activities, new Set(loops), pacer);
  const pairs = await alphaPlaces(relations, pacer);
  const builder = alphaNet(relations, pairs);
  for (const loop of loops) attachLoop(builder, loop, all, relations, pairs);
  return buildAlphaNet(builder);
}

/** The ordering relations of the log from which the given activities were taken. */
async function relationsWithout(
  log: TraceLog,
  activities: readonly string[],
  removed: ReadonlySet<number>,
  pacer: Pacer,
): Promise<AlphaRelations> {
  const size = activities.length;
  const follows = new Relation(size);
  /** a △ b: "aba" occurs. */
  const returns = new Relation(size);
  const starts = new Set<number>();
  const ends = new Set<number>();
  for (const trace of log.traces) {
    let last = -1;
    let beforeLast = -1;
    for (let at = 0; at < trace.length; at++) {
      const activity = trace[at] ?? 0;
      if (removed.has(activity)) continue;
      if (last < 0) starts.add(activity);
      else follows.add(last, activity);
      if (beforeLast === activity) returns.add(activity, last);
      beforeLast = last;
      last = activity;
    }
    if (last >= 0) ends.add(last);
    if (pacer.due) await pacer.pause();
  }
  const causes = new Relation(size);
  for (let a = 0; a < size; a++) {
    for (const b of follows.after(a)) {
      if (!follows.has(b, a) || (returns.has(a, b) && returns.has(b, a))) causes.add(a, b);
    }
  }
  const ascending = (numbers: Set<number>) => [...numbers].toSorted((a, b) => a - b);
  return { activities, follows, causes, starts: ascending(starts), ends: ascending(ends) };
}

function attachLoop(
  builder: PetriNetBuilder,
  loop: number,
  all: Relation,
  relations: AlphaRelations,
  pairs: readonly ActivityPair[],
): void {
  const isPartner = (other: number) => !all.has(other, other);
  const others = relations.activities.map((_, activity) => activity).filter(isPartner);
  const before = new Set(others.filter((other) => all.has(other, loop) && !all.has(loop, other)));
  const behind = new Set(others.filter((other) => all.has(loop, other) && !all.has(other, loop)));
  const places = [{ from: [], to: relations.starts }, { from: relations.ends, to: [] }, ...pairs];
  let best = -1;
  let bestShare = 0;
  for (const [place, { from, to }] of places.entries()) {
    const shared = from.filter((a) => before.has(a)).length + to.filter((b) => behind.has(b)).length;
    const share = shared / (from.length + to.length + before.size + behind.size - shared);
    if (share > bestShare) {
      bestShare = share;
      best = place;
    }
  }
  if (best < 0) return;
  builder.addInput(best, loop);
  builder.addOutput(loop, best);
}
