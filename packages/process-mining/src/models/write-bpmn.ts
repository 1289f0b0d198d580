import { escapeXml } from "@longhaul/domain";
import type { PetriNet } from "./petri-net.ts";
import { bpmnGraph, type BpmnNodeKind } from "./bpmn-graph.ts";
import { layoutBpmn } from "./bpmn-layout.ts";

const TAGS: Readonly<Record<BpmnNodeKind, string>> = {
  start: "startEvent",
  end: "endEvent",
  task: "task",
  exclusive: "exclusiveGateway",
  parallel: "parallelGateway",
};

/**
 * The net as a BPMN 2.0 document (ISO/IEC 19510) with a diagram, as `bpmnGraph` translates it. Opens in BPMN editors;
 * not executable.
 */
export async function writeBpmn(net: PetriNet, name: string): Promise<string> {
  const graph = bpmnGraph(net);
  const layout = await layoutBpmn(graph);
  const { nodes, flows } = graph;
  const incoming: string[][] = nodes.map(() => []);
  const outgoing: string[][] = nodes.map(() => []);
  for (const [flow, [from, to]] of flows.entries()) {
    outgoing[from]?.push(`<bpmn:outgoing>f${flow}</bpmn:outgoing>`);
    incoming[to]?.push(`<bpmn:incoming>f${flow}</bpmn:incoming>`);
  }
  const elements = nodes.map(({ kind, name: label }, node) => {
    const tag = `bpmn:${TAGS[kind]}`;
    const title = label === "" ? "" : ` name="${escapeXml(label)}"`;
    return `    <${tag} id="n${node}"${title}>${incoming[node]?.join("") ?? ""}${outgoing[node]?.join("") ?? ""}</${tag}>`;
  });
  const sequence = flows.map(
    ([from, to], flow) => `    <bpmn:sequenceFlow id="f${flow}" sourceRef="n${from}" targetRef="n${to}"/>`,
  );
  const pixels = (value: number) => value.toFixed(0);
  const shapes = layout.boxes.map(
    ({ x, y, width, height }, node) =>
      `      <bpmndi:BPMNShape id="n${node}_shape" bpmnElement="n${node}"><dc:Bounds x="${pixels(x)}" y="${pixels(y)}" width="${width}" height="${height}"/></bpmndi:BPMNShape>`,
  );
  const edges = layout.ways.map((way, flow) => {
    const points = way.map(({ x, y }) => `<di:waypoint x="${pixels(x)}" y="${pixels(y)}"/>`).join("");
    return `      <bpmndi:BPMNEdge id="f${flow}_edge" bpmnElement="f${flow}">${points}</bpmndi:BPMNEdge>`;
  });
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions" targetNamespace="http://www.omg.org/spec/BPMN/20100524/MODEL">`,
    `  <bpmn:process id="process" name="${escapeXml(name)}" isExecutable="false">`,
    ...elements,
    ...sequence,
    `  </bpmn:process>`,
    `  <bpmndi:BPMNDiagram id="diagram">`,
    `    <bpmndi:BPMNPlane id="plane" bpmnElement="process">`,
    ...shapes,
    ...edges,
    `    </bpmndi:BPMNPlane>`,
    `  </bpmndi:BPMNDiagram>`,
    `</bpmn:definitions>`,
    ``,
  ].join("\n");
}
