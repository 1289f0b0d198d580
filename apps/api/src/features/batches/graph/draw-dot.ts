import type { BatchGraph } from "./batch-graph.ts";

/** A batch in the DOT language: one box per operation with its status, one arrow per dependency. */
export function drawDot({ title, nodes, dependsOn }: BatchGraph): string {
  const names = nodes.map(({ id }) => `"${escape(id)}"`);
  const boxes = nodes.map(({ id, lines, fill }, idx) => {
    const label = lines.map(escape).join("\\n");
    return `  ${names[idx]} [label="${label}", fillcolor="${fill}", tooltip="${escape(id)}"];`;
  });
  const arrows = dependsOn.flatMap((dependencies, idx) =>
    dependencies.map((dependency) => `  ${names[dependency]} -> ${names[idx]};`),
  );
  return [
    "digraph batch {",
    `  label="${escape(title)}"; labelloc=t; rankdir=LR; fontname="Helvetica";`,
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
    ...boxes,
    ...arrows,
    "}",
    "",
  ].join("\n");
}

const escape = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll(/\s+/g, " ");
