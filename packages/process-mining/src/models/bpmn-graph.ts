import type { PetriNet } from "./petri-net.ts";

export type BpmnNodeKind = "start" | "end" | "task" | "exclusive" | "parallel";

export interface BpmnNode {
  readonly kind: BpmnNodeKind;
  /** The activity of a task, else empty. */
  readonly name: string;
}

/** Flow nodes and the sequence flows between them, by node number. */
export interface BpmnGraph {
  readonly nodes: readonly BpmnNode[];
  readonly flows: readonly (readonly [from: number, to: number])[];
}

interface Draft {
  readonly kind: BpmnNodeKind | "pass";
  readonly name: string;
}

/**
 * The net as a BPMN process: transitions become tasks, with parallel gateways where they take or put several tokens;
 * places become exclusive gateways where branches meet or part; what only passes a token on becomes a sequence flow.
 * Exact for free-choice nets, as inductive miners make them. In others a choice that several places take together has no
 * counterpart in BPMN, and the gateways allow more.
 * Source: Favre, Fahland and Völzer, The Relationship between Workflow Graphs and Free-Choice Workflow Nets (2015).
 */
export function bpmnGraph(net: PetriNet): BpmnGraph {
  const drafts: Draft[] = [];
  const flows: [number, number][] = [];
  const add = (kind: Draft["kind"], name = ""): number => drafts.push({ kind, name }) - 1;
  const producers = net.places.map(() => 0);
  const consumers = net.places.map(() => 0);
  for (const { inputs, outputs } of net.transitions) {
    for (const place of inputs) consumers[place] = (consumers[place] ?? 0) + 1;
    for (const place of outputs) producers[place] = (producers[place] ?? 0) + 1;
  }
  for (const place of net.initialMarking) producers[place] = (producers[place] ?? 0) + 1;
  for (const place of net.finalMarking) consumers[place] = (consumers[place] ?? 0) + 1;
  const ways = net.places.map((_, place) => {
    const isJoin = (producers[place] ?? 0) > 1;
    const isSplit = (consumers[place] ?? 0) > 1;
    const entry = add(isJoin || isSplit ? "exclusive" : "pass");
    if (!isJoin || !isSplit) return { entry, exit: entry };
    const exit = add("exclusive");
    flows.push([entry, exit]);
    return { entry, exit };
  });
  for (const place of net.initialMarking) flows.push([add("start"), ways[place]?.entry ?? 0]);
  for (const place of net.finalMarking) flows.push([ways[place]?.exit ?? 0, add("end")]);
  for (const { label, inputs, outputs } of net.transitions) {
    const core = add(label === null ? "pass" : "task", label ?? "");
    const entry = inputs.length > 1 ? add("parallel") : core;
    const exit = outputs.length > 1 ? add("parallel") : core;
    if (entry !== core) flows.push([entry, core]);
    if (exit !== core) flows.push([core, exit]);
    for (const place of inputs) flows.push([ways[place]?.exit ?? 0, entry]);
    for (const place of outputs) flows.push([exit, ways[place]?.entry ?? 0]);
  }
  return contract(drafts, flows);
}

/** Takes out the nodes that only pass on. */
function contract(drafts: readonly Draft[], flows: readonly (readonly [number, number])[]): BpmnGraph {
  const next = new Map<number, number>();
  for (const [from, to] of flows) if (drafts[from]?.kind === "pass") next.set(from, to);
  const nodes: BpmnNode[] = [];
  const numberOf = new Map<number, number>();
  for (const [draft, { kind, name }] of drafts.entries()) {
    if (kind !== "pass") numberOf.set(draft, nodes.push({ kind, name }) - 1);
  }
  const kept: [number, number][] = [];
  for (const [from, to] of flows) {
    const start = numberOf.get(from);
    if (start === undefined) continue;
    let target: number | undefined = to;
    for (let steps = 0; target !== undefined && !numberOf.has(target) && steps <= drafts.length; steps++) {
      target = next.get(target);
    }
    const end = target === undefined ? undefined : numberOf.get(target);
    if (end !== undefined) kept.push([start, end]);
  }
  return { nodes, flows: kept };
}
