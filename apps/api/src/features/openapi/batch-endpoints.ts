import { batchGraphQuerySchema, batchListQuerySchema } from "@longhaul/contracts";
import { cancelEndpoints } from "./cancel-endpoints.ts";
import { PROJECT, type Endpoint } from "./endpoint.ts";

const tag = "Batches";
const ONE = `${PROJECT}/async/batch/{batchId}`;

/** Endpoints of batches. */
export const BATCH_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "post",
    path: `${PROJECT}/async/batch`,
    id: "startBatch",
    permission: "operate",
    tag,
    summary: "Start operations that depend on each other: all or nothing",
    body: "BatchRequest",
    isIdempotent: true,
    answers: {
      202: { description: "accepted", schema: "Batch", headers: ["Location", "Operation-Location", "Retry-After"] },
    },
    faults: ["conflict", "unprocessable"],
    callbacks: "batch",
  },
  {
    method: "get",
    path: `${PROJECT}/async/batches`,
    id: "listBatches",
    permission: "read",
    tag,
    summary: "List batches with how far they are, newest first",
    query: batchListQuerySchema,
    answers: { 200: { description: "one page", schema: "BatchList" } },
  },
  {
    method: "get",
    path: ONE,
    id: "getBatch",
    permission: "read",
    tag,
    summary: "Status of a batch and its operations",
    headers: ["If-None-Match", "Prefer"],
    answers: {
      200: { description: "the status", schema: "Batch", headers: ["ETag", "Retry-After", "Preference-Applied"] },
      304: { description: "nothing has changed", headers: ["ETag", "Retry-After"] },
    },
  },
  ...cancelEndpoints({
    path: ONE,
    id: "cancelBatch",
    tag,
    summary: "Cancel everything in a batch that has not ended",
    answer: "BatchCancelled",
  }),
  {
    method: "get",
    path: `${ONE}/graph`,
    id: "getBatchGraph",
    permission: "read",
    tag,
    summary: "The operations, their statuses and dependencies as a graph",
    query: batchGraphQuerySchema,
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the graph", media: ["image/svg+xml", "text/vnd.graphviz"], headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    faults: ["temporarily_unavailable"],
  },
  {
    method: "get",
    path: `${ONE}/events`,
    id: "streamBatch",
    permission: "read",
    tag: "Live",
    summary: "Follow a batch and its operations",
    headers: ["Last-Event-ID"],
    answers: {
      200: { description: "events; `data` is what callbacks get", media: ["text/event-stream"] },
      204: { description: "the last event was seen already" },
    },
  },
];
