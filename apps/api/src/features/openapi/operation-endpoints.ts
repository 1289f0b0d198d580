import {
  listQuerySchema,
  logsQuerySchema,
  logStreamQuerySchema,
  resultsQuerySchema,
  retryQuerySchema,
} from "@longhaul/contracts";
import { cancelEndpoints } from "./cancel-endpoints.ts";
import { PROJECT, type Endpoint } from "./endpoint.ts";

const tag = "Operations";
const ONE = `${PROJECT}/async/operation/{operationId}`;

/** Endpoints of single operations. @param types operation types that can be listed */
export function operationEndpoints(types: readonly string[]): readonly Endpoint[] {
  return [
    {
      method: "post",
      path: `${PROJECT}/async/operation`,
      id: "startOperation",
      permission: "operate",
      tag,
      summary: "Start an operation",
      body: "OperationRequest",
      isIdempotent: true,
      answers: {
        202: {
          description: "accepted",
          schema: "OperationAccepted",
          headers: ["Location", "Operation-Location", "Retry-After"],
        },
      },
      faults: ["conflict", "unprocessable"],
      callbacks: "operation",
    },
    {
      method: "get",
      path: `${PROJECT}/async/operations`,
      id: "listOperations",
      permission: "read",
      tag,
      summary: "List operations, newest first",
      query: listQuerySchema(types),
      answers: { 200: { description: "one page", schema: "OperationList", headers: ["Link"] } },
    },
    {
      method: "get",
      path: ONE,
      id: "getOperation",
      permission: "read",
      tag,
      summary: "Status of an operation",
      headers: ["If-None-Match", "Prefer"],
      answers: {
        200: {
          description: "the status",
          schema: "OperationStatus",
          headers: ["ETag", "Retry-After", "Preference-Applied"],
        },
        304: { description: "nothing has changed", headers: ["ETag", "Retry-After"] },
      },
      faults: ["gone"],
    },
    ...cancelEndpoints({
      path: ONE,
      id: "cancelOperation",
      tag,
      summary: "Cancel an operation",
      answer: "OperationCancelled",
    }),
    {
      method: "post",
      path: `${ONE}/retry`,
      id: "retryOperation",
      permission: "operate",
      tag,
      summary: "Resume from the phase that failed, or begin anew, as a new operation",
      query: retryQuerySchema,
      body: "RetryRequest",
      isBodyOptional: true,
      isIdempotent: true,
      answers: {
        200: { description: "what would be reused, of a dry run", schema: "RetryAccepted" },
        202: {
          description: "accepted",
          schema: "RetryAccepted",
          headers: ["Location", "Operation-Location", "Retry-After"],
        },
      },
      faults: ["conflict", "gone", "unprocessable"],
    },
    {
      method: "get",
      path: `${ONE}/results`,
      id: "getResults",
      permission: "read",
      tag,
      summary: "Results of an operation that has ended",
      query: resultsQuerySchema,
      headers: ["If-None-Match", "Prefer", "Range"],
      answers: {
        200: {
          description: "the results; with `format=download` an archive of them and the artifacts",
          schema: "OperationResults",
          media: ["application/zip"],
          headers: ["ETag", "Preference-Applied", "Content-Disposition"],
        },
        206: { description: "a part of the archive", media: ["application/zip"], headers: ["ETag"] },
        304: { description: "nothing has changed", headers: ["ETag"] },
      },
      faults: ["conflict", "gone", "range_not_satisfiable"],
    },
    {
      method: "get",
      path: `${PROJECT}/async/queue`,
      id: "getQueue",
      permission: "read",
      tag,
      summary:
        "What of the project waits, where it stands in the queue of all tenants, and the workers with their load",
      answers: { 200: { description: "the queue, at most a second old", schema: "Queue" } },
    },
    {
      method: "get",
      path: `${ONE}/logs`,
      id: "listLogs",
      permission: "read",
      tag,
      summary: "What its phases and workers logged, in the order in which they did; as lines with `Accept: text/plain`",
      query: logsQuerySchema,
      answers: { 200: { description: "one page", schema: "Logs", media: ["text/plain"], headers: ["Link"] } },
      faults: ["gone"],
    },
    {
      method: "get",
      path: `${ONE}/logs/stream`,
      id: "streamLogs",
      permission: "read",
      tag: "Live",
      summary: "Follow its log, from its start to the operation's end",
      query: logStreamQuerySchema,
      headers: ["Last-Event-ID"],
      answers: {
        200: { description: "events called `log`; `data` is a `LogEntry`", media: ["text/event-stream"] },
        204: { description: "the operation has ended, and its last entry was seen already" },
      },
      faults: ["gone"],
    },
    {
      method: "get",
      path: `${ONE}/events`,
      id: "streamOperation",
      permission: "read",
      tag: "Live",
      summary: "Follow an operation, from its start to its end",
      headers: ["Last-Event-ID"],
      answers: {
        200: { description: "events; `data` is what webhooks get", media: ["text/event-stream"] },
        204: { description: "the last event was seen already" },
      },
    },
    {
      method: "get",
      path: `${PROJECT}/async/events`,
      id: "streamProject",
      permission: "read",
      tag: "Live",
      summary: "Follow everything in the project, from now on",
      headers: ["Last-Event-ID"],
      answers: { 200: { description: "events; `data` is what webhooks get", media: ["text/event-stream"] } },
    },
  ];
}
