import type { Pacer } from "@longhaul/domain";
import type { Cut } from "./cuts.ts";
import type { SublogGraph } from "./sublog-graph.ts";
import { SublogBuilder, type Sublog } from "./sublog.ts";

type Splitter = (trace: string, count: number, groupOf: Int32Array, parts: readonly SublogBuilder[]) => void;

const SPLITTERS: Readonly<Record<Cut["operator"], Splitter>> = {
  choice: splitChoice,
  sequence: splitSequence,
  parallel: splitParallel,
  loop: splitLoop,
};

/**
 * A sublog per group of the cut. Events that fit nowhere, which happens for cuts of a filtered graph only, are dropped
 * at the least cost. Source: Leemans, Fahland and van der Aalst, Discovering Block-Structured Process Models from
 * Event Logs Containing Infrequent Behaviour (2013), filters on log splitting.
 */
export async function splitSublog(log: Sublog, graph: SublogGraph, cut: Cut, pacer: Pacer): Promise<Sublog[]> {
  const groupOf = new Int32Array((graph.activities.at(-1) ?? 0) + 1);
  for (const [index, group] of cut.groups.entries()) {
    for (const node of group) groupOf[graph.activities[node] ?? 0] = index;
  }
  const parts = cut.groups.map(() => new SublogBuilder());
  const split = SPLITTERS[cut.operator];
  for (const [trace, count] of log) {
    split(trace, count, groupOf, parts);
    if (pacer.due) await pacer.pause();
  }
  return parts.map((part) => part.build());
}

/** The trace belongs to the group of most of its events; the others are dropped. */
function splitChoice(trace: string, count: number, groupOf: Int32Array, parts: readonly SublogBuilder[]): void {
  const events = new Int32Array(parts.length);
  for (let at = 0; at < trace.length; at++) {
    const group = groupOf[trace.charCodeAt(at)] ?? 0;
    events[group] = (events[group] ?? 0) + 1;
  }
  let best = 0;
  for (let group = 1; group < parts.length; group++) if ((events[group] ?? 0) >= (events[best] ?? 0)) best = group;
  parts[best]?.add(projection(trace, groupOf, best), count);
}

function splitParallel(trace: string, count: number, groupOf: Int32Array, parts: readonly SublogBuilder[]): void {
  for (const [group, part] of parts.entries()) part.add(projection(trace, groupOf, group), count);
}

/** Each group takes the piece, from where the last stopped, that leaves most of its events and fewest of later groups. */
function splitSequence(trace: string, count: number, groupOf: Int32Array, parts: readonly SublogBuilder[]): void {
  let start = 0;
  for (const [group, part] of parts.entries()) {
    let cost = 0;
    let least = 0;
    let end = start;
    for (let at = start; at < trace.length; at++) {
      const other = groupOf[trace.charCodeAt(at)] ?? 0;
      if (other === group) cost--;
      else if (other > group) cost++;
      if (cost < least) {
        least = cost;
        end = at + 1;
      }
    }
    part.add(projection(trace.slice(start, end), groupOf, group), count);
    start = end;
  }
}

/** Cuts the trace wherever it changes between body and return; a return belongs to the group of most of its kinds. */
function splitLoop(trace: string, count: number, groupOf: Int32Array, parts: readonly SublogBuilder[]): void {
  let body = "";
  let redo = "";
  const endRedo = (): void => {
    if (redo.length > 0) parts[redoGroup(redo, groupOf, parts.length)]?.add(redo, count);
    redo = "";
  };
  for (let at = 0; at < trace.length; at++) {
    const unit = trace.charAt(at);
    if (groupOf[unit.charCodeAt(0)] === 0) {
      endRedo();
      body += unit;
    } else {
      if (redo.length === 0 && at > 0) parts[0]?.add(body, count);
      // A trace that begins with a return has an empty body before it.
      if (at === 0) parts[0]?.add("", count);
      body = "";
      redo += unit;
    }
  }
  endRedo();
  parts[0]?.add(body, count);
}

function redoGroup(redo: string, groupOf: Int32Array, groupCount: number): number {
  const kinds = new Int32Array(groupCount);
  for (const unit of new Set(redo.split(""))) {
    const group = groupOf[unit.charCodeAt(0)] ?? 0;
    kinds[group] = (kinds[group] ?? 0) + 1;
  }
  let best = 1;
  for (let group = 2; group < groupCount; group++) if ((kinds[group] ?? 0) >= (kinds[best] ?? 0)) best = group;
  return best;
}

function projection(trace: string, groupOf: Int32Array, group: number): string {
  let kept = "";
  for (let at = 0; at < trace.length; at++) if (groupOf[trace.charCodeAt(at)] === group) kept += trace.charAt(at);
  return kept;
}
