// A worker thread that draws batches: one after another, each in the time that its owner gives it.
import { parentPort } from "node:worker_threads";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { BatchGraph } from "./batch-graph.ts";
import { drawDot } from "./draw-dot.ts";
import { drawLayers } from "./draw-layers.ts";

/** What to draw, and how: Graphviz draws small batches nicely, and large ones never. */
export interface PaintTask {
  readonly graph: BatchGraph;
  readonly as: "dot" | "graphviz" | "layers";
}

async function paint({ graph, as }: PaintTask): Promise<string> {
  switch (as) {
    case "dot":
      return drawDot(graph);
    case "graphviz":
      return (await Graphviz.load()).layout(drawDot(graph), "svg", "dot");
    case "layers":
      return drawLayers(graph);
  }
}

parentPort?.on("message", (task: PaintTask) => {
  paint(task).then(
    (text) => {
      const bytes = new TextEncoder().encode(text);
      parentPort?.postMessage(bytes, [bytes.buffer]);
    },
    (err: unknown) => {
      throw err; // ends the thread, which its owner hears
    },
  );
});
