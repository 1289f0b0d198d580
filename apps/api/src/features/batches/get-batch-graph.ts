import type { Request, Response } from "express";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { batchOf } from "./batch-of.ts";
import { batchTag } from "./batch-tag.ts";
import { batchGraph, type BatchGraph } from "./graph/batch-graph.ts";
import type { PaintTask } from "./graph/paint-worker.ts";

/** Graphviz takes less than a second for so much, and minutes for ten times as much. */
const MAX_NODES = 100;
const MAX_EDGES = 300;

/** GET …/async/batch/{batchId}/graph: the batch's operations, their statuses and dependencies, as SVG or DOT. */
export function getBatchGraph(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<{ readonly format: "svg" | "dot" }>): Promise<void> => {
    const { format } = query;
    const view = await batchOf(ctx, req);
    const tag = `${batchTag(view)}-${format}`;
    if (answeredNotModified(req, res, tag)) return;
    const gone = new AbortController();
    res.once("close", () => gone.abort());
    const graph = batchGraph(view);
    const task: PaintTask = { graph, as: format === "dot" ? "dot" : wayToDraw(graph) };
    const picture = await ctx.painter
      .paint(`${view.batch.id} ${tag}`, view.batch.tenantId, task, gone.signal)
      .catch((err: unknown) => {
        if (!gone.signal.aborted) throw err;
        return null;
      });
    if (picture === null) return;
    if (format === "svg") res.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    res
      .type(format === "dot" ? "text/vnd.graphviz; charset=utf-8" : "image/svg+xml; charset=utf-8")
      .send(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
  };
}

function wayToDraw({ nodes, dependsOn }: BatchGraph): "graphviz" | "layers" {
  const edges = dependsOn.reduce((sum, dependencies) => sum + dependencies.length, 0);
  return nodes.length <= MAX_NODES && edges <= MAX_EDGES ? "graphviz" : "layers";
}
