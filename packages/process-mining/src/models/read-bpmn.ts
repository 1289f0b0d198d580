import { PetriNetBuilder } from "./petri-net-builder.ts";
import type { PetriNet } from "./petri-net.ts";
import { byId, descendants, unreadable, type ModelCounts, type XmlElement } from "./read-xml-tree.ts";

const TASKS: ReadonlySet<string> = new Set([
  "task",
  "userTask",
  "serviceTask",
  "sendTask",
  "receiveTask",
  "manualTask",
  "businessRuleTask",
  "scriptTask",
  "callActivity",
  "subProcess",
  "transaction",
]);
/** Nothing of them is seen in a log. */
const EVENTS: ReadonlySet<string> = new Set(["intermediateCatchEvent", "intermediateThrowEvent"]);
const CHOICES: ReadonlySet<string> = new Set(["exclusiveGateway", "eventBasedGateway"]);
const NOT_READ: ReadonlySet<string> = new Set([
  "inclusiveGateway",
  "complexGateway",
  "adHocSubProcess",
  "boundaryEvent",
]);
const LOOPS: ReadonlySet<string> = new Set(["standardLoopCharacteristics", "multiInstanceLoopCharacteristics"]);

const isNode = ({ name }: XmlElement): boolean =>
  TASKS.has(name) ||
  EVENTS.has(name) ||
  CHOICES.has(name) ||
  NOT_READ.has(name) ||
  name === "parallelGateway" ||
  name === "startEvent" ||
  name === "endEvent";

/**
 * The process of a BPMN 2.0 document (ISO/IEC 19510) as a Petri net: a task is a transition of its name, a sequence flow a
 * place; several flows into a task or event merge, several out of one run at once; sub-processes are opened up. Ends when
 * one end event is reached: branches that run at once must be joined before. Gateways whose joins depend on what happens
 * elsewhere (inclusive, complex), boundary events and ad-hoc sub-processes are refused.
 * Source: Dijkman, Dumas and Ouyang, Semantics and Analysis of Business Process Models in BPMN (2008).
 */
export function readBpmn(root: XmlElement): PetriNet {
  const processes = descendants(root, "process").filter(({ children }) => children.some(isNode));
  const [process] = processes;
  if (process === undefined) throw unreadable(root, "there is no process with tasks");
  if (processes.length > 1)
    throw unreadable(processes[1] ?? root, `there are ${processes.length} processes with tasks; keep one`);
  const builder = new PetriNetBuilder();
  const [source, sink] = [builder.addPlace("source"), builder.addPlace("sink")];
  addProcess(builder, process, source, sink);
  return builder.build([source], [sink]);
}

/** Adds what lies within a process or sub-process: it runs from a token in `source` to one in `sink`. */
function addProcess(builder: PetriNetBuilder, process: XmlElement, source: number, sink: number): void {
  const nodes = byId(process.children.filter(isNode));
  const incoming = new Map<string, number[]>();
  const outgoing = new Map<string, number[]>();
  for (const flow of process.children.filter(({ name }) => name === "sequenceFlow")) {
    const [from, to] = [flow.attributes.get("sourceRef") ?? "", flow.attributes.get("targetRef") ?? ""];
    if (!nodes.has(from) || !nodes.has(to))
      throw unreadable(
        flow,
        `a sequence flow leads from "${from}" to "${to}", which aren't both elements of the process`,
      );
    const place = builder.addPlace(flow.attributes.get("id") ?? `${from} to ${to}`);
    listOf(outgoing, from).push(place);
    listOf(incoming, to).push(place);
  }
  if (![...nodes.values()].some(({ name }) => name === "startEvent"))
    throw unreadable(process, "a process or sub-process has no start event; add one");
  for (const [id, node] of nodes)
    addNode(builder, node, { source, sink, incoming: incoming.get(id) ?? [], outgoing: outgoing.get(id) ?? [] });
}

function listOf(lists: Map<string, number[]>, key: string): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

interface Ends {
  readonly source: number;
  readonly sink: number;
  readonly incoming: readonly number[];
  readonly outgoing: readonly number[];
}

function addNode(builder: PetriNetBuilder, node: XmlElement, { source, sink, incoming, outgoing }: Ends): void {
  const { name: kind } = node;
  const name = (node.attributes.get("name") ?? "").replaceAll(/\s+/g, " ").trim();
  const title = name || (node.attributes.get("id") ?? kind);
  if (NOT_READ.has(kind)) throw unreadable(node, `"${title}" is of the kind ${kind}, which can't be checked`);
  if (kind === "startEvent") {
    builder.addTransition(title, null, [source], required(node, title, outgoing, "leads nowhere"));
    return;
  }
  required(node, title, incoming, "is reached from nowhere");
  if (kind !== "endEvent") required(node, title, outgoing, "leads nowhere");
  if (kind === "parallelGateway") {
    builder.addTransition(title, null, incoming, outgoing);
    return;
  }
  const entry = merged(builder, title, incoming);
  if (kind === "endEvent") builder.addTransition(title, null, [entry], [sink]);
  else if (CHOICES.has(kind)) for (const flow of outgoing) builder.addTransition(title, null, [entry], [flow]);
  else if (EVENTS.has(kind)) builder.addTransition(title, null, [entry], outgoing);
  else addActivity(builder, node, { name, title, entry, outgoing });
}

function addActivity(
  builder: PetriNetBuilder,
  node: XmlElement,
  { name, title, entry, outgoing }: { name: string; title: string; entry: number; outgoing: readonly number[] },
): void {
  const isOpen = node.children.some(isNode);
  if (!isOpen && name === "") throw unreadable(node, `the task "${title}" has no name`);
  const repeats = node.children.some((child) => LOOPS.has(child.name));
  if (!isOpen && !repeats) {
    builder.addTransition(name, name, [entry], outgoing);
    return;
  }
  const done = builder.addPlace(`${title} done`);
  if (isOpen) addProcess(builder, node, entry, done);
  else builder.addTransition(name, name, [entry], [done]);
  builder.addTransition(title, null, [done], outgoing);
  if (repeats) builder.addTransition(title, null, [done], [entry]);
}

/** One place for several flows, any of which starts what follows. */
function merged(builder: PetriNetBuilder, title: string, incoming: readonly number[]): number {
  const [only] = incoming;
  if (incoming.length === 1 && only !== undefined) return only;
  const entry = builder.addPlace(title);
  for (const flow of incoming) builder.addTransition(title, null, [flow], [entry]);
  return entry;
}

function required(node: XmlElement, title: string, flows: readonly number[], fault: string): readonly number[] {
  if (flows.length > 0) return flows;
  throw unreadable(node, `"${title}" ${fault}; draw its sequence flow`);
}

/** How many of each kind of element there are; a sub-process that is opened up counts for what is in it. */
export function countBpmn(root: XmlElement): ModelCounts {
  const nodes = (element: XmlElement): XmlElement[] =>
    element.children.flatMap((child) => [...(isNode(child) ? [child] : []), ...nodes(child)]);
  const all = nodes(root);
  const count = (is: (node: XmlElement) => boolean): number => all.filter(is).length;
  return {
    tasks: count((node) => TASKS.has(node.name) && !node.children.some(isNode)),
    gateways: count(({ name }) => CHOICES.has(name) || name === "parallelGateway"),
    events: count(({ name }) => EVENTS.has(name) || name === "startEvent" || name === "endEvent"),
  };
}
