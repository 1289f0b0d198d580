import type { Request, Response } from "express";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { batchGraphQuerySchema } from "@longhaul/contracts";
import type { ApiContext } from "../../context.ts";
import { readQuery } from "../../http/read-request.ts";
import { drawBatch } from "./draw-batch.ts";
import { batchOf } from "./batch-of.ts";

/** GET …/async/batch/{batchId}/graph: the batch's operations, their statuses and dependencies, as SVG or DOT. */
export function getBatchGraph(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const { format } = readQuery(req, batchGraphQuerySchema);
    const dot = drawBatch(await batchOf(ctx, req));
    if (format === "dot") {
      res.type("text/vnd.graphviz").send(dot);
      return;
    }
    const graphviz = await Graphviz.load();
    res.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    res.type("image/svg+xml").send(graphviz.layout(dot, "svg", "dot"));
  };
}
