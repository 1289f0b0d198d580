import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { escapeXml } from "@longhaul/domain";
import { countArcs, type PetriNet } from "../models/petri-net.ts";
import { dotText } from "./dot-text.ts";
import { wrapText } from "./wrap-text.ts";
import { bpmnGraph, type BpmnGraph, type BpmnNode } from "../models/bpmn-graph.ts";
import { petriNetDot } from "./petri-net-dot.ts";

const MAX_DRAWN_ARCS = 1_000;

/** Notations of `renderModel`. */
export type ModelNotation = "bpmn" | "petri-net";

/**
 * Draws the net as a stand-alone SVG document, in BPMN's symbols or as a Petri net; null beyond 1,000 arcs, where a
 * drawing takes minutes and nobody could read it.
 */
export async function renderModel(net: PetriNet, title: string, notation: ModelNotation): Promise<string | null> {
  if (countArcs(net) > MAX_DRAWN_ARCS) return null;
  const graphviz = await Graphviz.load();
  const dot = notation === "bpmn" ? bpmnDot(bpmnGraph(net)) : petriNetDot(net);
  const heading = `<title id="model-title">${escapeXml(title)}</title>\n`;
  // Graphviz puts its own node names into titles; here they mean nothing to a reader.
  return graphviz
    .layout(dot, "svg", "dot")
    .replaceAll(/<title>[^<]*<\/title>\n?/gu, "")
    .replace(
      /<svg [^<>]*>\n?/u,
      (tag) => `${tag.replace("<svg ", '<svg role="img" aria-labelledby="model-title" ')}${heading}`,
    );
}

function bpmnDot({ nodes, flows }: BpmnGraph): string {
  const lines = [
    "digraph bpmn {",
    `  graph [rankdir="LR", bgcolor="white", nodesep="0.3", ranksep="0.4"];`,
    `  node [fontname="Helvetica", fontsize="11", color="#333333"];`,
    `  edge [arrowsize="0.7", color="#555555"];`,
    ...nodes.map((node, number) => `  n${number} ${attributes(node)};`),
    ...flows.map(([from, to]) => `  n${from} -> n${to};`),
  ];
  return [...lines, "}", ""].join("\n");
}

function attributes({ kind, name }: BpmnNode): string {
  switch (kind) {
    case "start":
      return `[shape="circle", fixedsize="true", width="0.4", label=""]`;
    case "end":
      return `[shape="circle", fixedsize="true", width="0.4", penwidth="3", label=""]`;
    case "task":
      return `[shape="box", style="rounded,filled", fillcolor="#eef4fb", label=${dotText(wrapText(name, 24, 3))}]`;
    case "exclusive":
    case "parallel":
      return `[shape="diamond", fixedsize="true", width="0.5", height="0.5", fontsize="16", label="${kind === "exclusive" ? "×" : "+"}"]`;
  }
}
