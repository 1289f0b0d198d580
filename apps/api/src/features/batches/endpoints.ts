import { batchGraphQuerySchema, batchListQuerySchema } from "@longhaul/contracts";
import { cancelEndpoints } from "../../endpoints/cancel-endpoints.ts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { cancelBatchRoute } from "./cancel-batch.ts";
import { getBatchGraph } from "./get-batch-graph.ts";
import { getBatch } from "./get-batch.ts";
import { listBatchesRoute } from "./list-batches.ts";
import { startBatch } from "./start-batch.ts";
import { streamBatch } from "./stream-batch.ts";

const tag = "Batches";
const ONE = `${PROJECT}/async/batch/{batchId}`;

/** Endpoints of batches. */
export const BATCH_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "post",
    path: `${PROJECT}/async/batch`,
    id: "startBatch",
    permission: "operate",
    tag,
    summary: "Start operations that depend on each other: all or nothing",
    description:
      "Operations name each other by `operationKey` in `dependencies`. One without `datasetId` works on the dataset of its dependencies. Each starts when all of its dependencies have completed; what happens when one fails says `failurePolicy`.",
    rawBody: "BatchRequest",
    answers: {
      202: { description: "accepted", schema: "Batch", headers: ["Location", "Operation-Location", "Retry-After"] },
    },
    faults: ["conflict", "unprocessable"],
    callbacks: "batch",
    handle: startBatch,
  }),
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/batches`,
    id: "listBatches",
    permission: "read",
    tag,
    summary: "List batches with how far they are, newest first",
    description: "Counts by status and the percentage of the work that is over, without the operations.",
    query: batchListQuerySchema,
    answers: { 200: { description: "one page", schema: "BatchList" } },
    handle: listBatchesRoute,
  }),
  defineEndpoint({
    method: "get",
    path: ONE,
    id: "getBatch",
    permission: "read",
    tag,
    summary: "Status of a batch and its operations",
    description:
      "Times of what has not started are estimates along the critical path. `Prefer: wait=30` holds the answer until something changes.",
    headers: ["If-None-Match", "Prefer"],
    answers: {
      200: { description: "the status", schema: "Batch", headers: ["ETag", "Retry-After", "Preference-Applied"] },
      304: { description: "nothing has changed", headers: ["ETag", "Retry-After"] },
    },
    handle: getBatch,
  }),
  ...cancelEndpoints({
    path: ONE,
    id: "cancelBatch",
    tag,
    summary: "Cancel everything in a batch that has not ended",
    description: "What has ended stays as it is; everything else is cancelled in one transaction.",
    noun: "batch",
    handle: cancelBatchRoute,
    answer: "BatchCancelled",
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/graph`,
    id: "getBatchGraph",
    permission: "read",
    tag,
    summary: "The operations, their statuses and dependencies as a graph",
    description:
      "An SVG, or Graphviz' DOT with `format=dot`. Of large batches dependencies that follow from others aren't drawn.",
    query: batchGraphQuerySchema,
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the graph", media: ["image/svg+xml", "text/vnd.graphviz"], headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    faults: ["temporarily_unavailable"],
    handle: getBatchGraph,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/events`,
    id: "streamBatch",
    permission: "read",
    tag: "Live",
    summary: "Follow a batch and its operations",
    description: "Server-sent events of the batch and its operations, from its start; ends when the batch does.",
    headers: ["Last-Event-ID"],
    answers: {
      200: { description: "events; `data` is what callbacks get", media: ["text/event-stream"] },
      204: { description: "the last event was seen already" },
    },
    handle: streamBatch,
  }),
];
