import { ownValue } from "@longhaul/domain";
import type { BatchOperation, BatchView } from "@longhaul/db";

const FILL: Readonly<Record<string, string>> = {
  Pending: "#eceff1",
  Initiated: "#e3f2fd",
  Running: "#bbdefb",
  Completed: "#c8e6c9",
  Failed: "#ffcdd2",
  Timeout: "#ffe0b2",
  Cancelled: "#cfd8dc",
};

/** A batch as a graph in the DOT language: one box per operation with its status, one arrow per dependency. */
export function drawBatch({ batch, operations }: BatchView): string {
  const nodes = operations.map((operation) => {
    const status = statusOf(operation);
    const label = [operation.operationKey ?? operation.id, operation.name, `${status} ${operation.progress} %`]
      .map((line) => escape(shorten(line)))
      .join("\\n");
    return `  "${operation.id}" [label="${label}", fillcolor="${ownValue(FILL, status) ?? "#ffffff"}", tooltip="${escape(operation.id)}"];`;
  });
  const edges = operations.flatMap((operation) =>
    operation.dependsOn.map((dependency) => `  "${dependency}" -> "${operation.id}";`),
  );
  return [
    "digraph batch {",
    `  label="${escape(shorten(batch.name))} · ${batch.status}"; labelloc=t; rankdir=LR; fontname="Helvetica";`,
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
    ...nodes,
    ...edges,
    "}",
    "",
  ].join("\n");
}

const statusOf = (operation: BatchOperation): string =>
  operation.status === "Initiated" && operation.blocked ? "Pending" : operation.status;

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const escape = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll(/\s+/g, " ");
