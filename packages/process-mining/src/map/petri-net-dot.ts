import type { PetriNet } from "../models/petri-net.ts";
import { dotText } from "./dot-text.ts";
import { wrapText } from "./wrap-text.ts";

/** The net in Graphviz's DOT language: places are circles, transitions boxes, silent ones black bars. */
export function petriNetDot(net: PetriNet): string {
  const initial = new Set(net.initialMarking);
  const final = new Set(net.finalMarking);
  const lines = [
    "digraph petri_net {",
    `  graph [rankdir="LR", bgcolor="white", nodesep="0.25", ranksep="0.35"];`,
    `  node [fontname="Helvetica", fontsize="11"];`,
    `  edge [arrowsize="0.6", color="#555555"];`,
  ];
  for (const place of net.places.keys()) {
    const isFinal = final.has(place);
    const label = initial.has(place) ? "●" : "";
    lines.push(
      `  p${place} [shape="${isFinal ? "doublecircle" : "circle"}", fixedsize="true", width="0.35", label=${dotText([label])}];`,
    );
  }
  for (const [transition, { label }] of net.transitions.entries()) {
    lines.push(
      label === null
        ? `  t${transition} [shape="box", style="filled", fillcolor="black", fixedsize="true", width="0.1", height="0.4", label=""];`
        : `  t${transition} [shape="box", label=${dotText(wrapText(label, 24, 3))}];`,
    );
  }
  for (const [transition, { inputs, outputs }] of net.transitions.entries()) {
    for (const place of inputs) lines.push(`  p${place} -> t${transition};`);
    for (const place of outputs) lines.push(`  t${transition} -> p${place};`);
  }
  return [...lines, "}", ""].join("\n");
}
