import type { BatchView } from "@longhaul/db";
import { dependencyIndexes } from "@longhaul/domain";

/** A batch as a graph, in plain values that can be handed to a worker thread. */
export interface BatchGraph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  /** What each node depends on, by index. */
  readonly dependsOn: readonly (readonly number[])[];
}

/** An operation: its id, and its lines of text: key, name, status with progress. */
export interface GraphNode {
  readonly id: string;
  readonly lines: readonly [string, string, string];
  readonly fill: string;
}

const FILL = new Map([
  ["Pending", "#eceff1"],
  ["Initiated", "#e3f2fd"],
  ["Running", "#bbdefb"],
  ["Completed", "#c8e6c9"],
  ["Failed", "#ffcdd2"],
  ["Timeout", "#ffe0b2"],
  ["Cancelled", "#cfd8dc"],
]);

/** The operations of a batch with their statuses and dependencies. */
export function batchGraph({ batch, operations }: BatchView): BatchGraph {
  return {
    title: `${shorten(batch.name)} · ${batch.status}`,
    nodes: operations.map((operation) => {
      const status = operation.status === "Initiated" && operation.blocked ? "Pending" : operation.status;
      return {
        id: operation.id,
        lines: [
          shorten(operation.operationKey ?? operation.id),
          shorten(operation.name),
          `${status} ${operation.progress} %`,
        ],
        fill: FILL.get(status) ?? "#ffffff",
      };
    }),
    dependsOn: dependencyIndexes(operations),
  };
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text);
