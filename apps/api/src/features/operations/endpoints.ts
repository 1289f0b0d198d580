import { listQuerySchema, resultsQuerySchema, retryQuerySchema } from "@longhaul/contracts";
import { cancelEndpoints } from "../../endpoints/cancel-endpoints.ts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { getQueue } from "../queue/get-queue.ts";
import { cancelOperationRoute } from "./cancel-operation.ts";
import { getDetails } from "./get-details.ts";
import { getOperation } from "./get-operation.ts";
import { getResults } from "./get-results.ts";
import { listOperationsRoute } from "./list-operations.ts";
import { retryOperation } from "./retry-operation.ts";
import { startOperation } from "./start-operation.ts";

const tag = "Operations";
const ONE = `${PROJECT}/async/operation/{operationId}`;

/** Endpoints of single operations. @param types operation types that can be listed */
export function operationEndpoints(types: readonly string[]): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: "post",
      path: `${PROJECT}/async/operation`,
      id: "startOperation",
      permission: "operate",
      tag,
      summary: "Start an operation",
      description:
        "`operationType` decides the `parameters`. The answer has all faults, by JSON pointer. An accepted operation is committed: it reaches exactly one end, whatever crashes. Without callbacks, poll `Operation-Location` or follow the events.",
      rawBody: "OperationRequest",
      answers: {
        202: {
          description: "accepted",
          schema: "OperationAccepted",
          headers: ["Location", "Operation-Location", "Retry-After"],
        },
      },
      faults: ["conflict", "unprocessable"],
      callbacks: "operation",
      notesItself: true,
      handle: startOperation,
    }),
    defineEndpoint({
      method: "get",
      path: `${PROJECT}/async/operations`,
      id: "listOperations",
      permission: "read",
      tag,
      summary: "List operations, newest first",
      description:
        "Filters are joined by and; several values of one by or. `summary` counts over all filters but `status`. Pages by `page`, or by `cursor` from `Link` where there are many.",
      query: listQuerySchema(types),
      answers: { 200: { description: "one page", schema: "OperationList", headers: ["Link"] } },
      handle: listOperationsRoute,
    }),
    defineEndpoint({
      method: "get",
      path: ONE,
      id: "getOperation",
      permission: "read",
      tag,
      summary: "Status of an operation",
      description:
        "Progress never falls, and is 100 when the operation is Completed only. What waits says why (`waitingFor`). `Prefer: wait=30` holds the answer until something changes.",
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
      handle: getOperation,
    }),
    ...cancelEndpoints({
      path: ONE,
      id: "cancelOperation",
      tag,
      summary: "Cancel an operation",
      description:
        "The status changes at once; the phase that runs has a few seconds to stop, or none with `forceTermination`. What earlier phases committed is kept, unless `preservePartialResults` is false. Cancelling again answers the same.",
      noun: "operation",
      handle: cancelOperationRoute,
      answer: "OperationCancelled",
    }),
    defineEndpoint({
      method: "post",
      path: `${ONE}/retry`,
      id: "retryOperation",
      permission: "operate",
      tag,
      summary: "Resume from the phase that failed, or begin anew, as a new operation",
      description:
        "From Failed, Timeout or Cancelled. Completed phases are reused as far as their parameters and data are the same. `updatedParameters` (a JSON Merge Patch) needs `modifyParameters: true`. `dryRun=true` shows what would be reused, and starts nothing.",
      query: retryQuerySchema,
      body: "RetryRequest",
      isBodyOptional: true,
      answers: {
        200: { description: "what would be reused, of a dry run", schema: "RetryAccepted" },
        202: {
          description: "accepted",
          schema: "RetryAccepted",
          headers: ["Location", "Operation-Location", "Retry-After"],
        },
      },
      faults: ["conflict", "gone", "unprocessable"],
      handle: retryOperation,
    }),
    defineEndpoint({
      method: "get",
      path: `${ONE}/results`,
      id: "getResults",
      permission: "read",
      tag,
      summary: "Results of an operation that has ended",
      description:
        "Of an operation that failed or was cancelled: what was completed, and why no more. `format=download` streams a ZIP of all files with `results.json`. URLs of files work for an hour.",
      query: resultsQuerySchema,
      headers: ["If-None-Match", "Prefer", "Range"],
      answers: {
        200: {
          description: "the results; with `format=download` an archive of them and the artifacts",
          schema: "OperationResults",
          media: ["application/zip"],
          headers: ["ETag", "Preference-Applied", "Content-Disposition"],
        },
        206: {
          description: "a part of the archive",
          media: ["application/zip"],
          headers: ["ETag", "Content-Disposition"],
        },
        304: { description: "nothing has changed", headers: ["ETag"] },
      },
      faults: ["conflict", "gone", "range_not_satisfiable"],
      handle: getResults,
    }),
    defineEndpoint({
      method: "get",
      path: `${PROJECT}/async/queue`,
      id: "getQueue",
      permission: "read",
      tag,
      summary:
        "What of the project waits, where it stands in the queue of all tenants, and the workers with their load",
      description:
        "Figures of other tenants aren't shown, but places count them. `expectedStart` follows from the estimates of what comes before.",
      answers: { 200: { description: "the queue, at most a second old", schema: "Queue" } },
      handle: getQueue,
    }),
    defineEndpoint({
      method: "get",
      path: `${ONE}/details`,
      id: "getOperationDetails",
      permission: "read",
      tag,
      summary: "Request, attempts, runs and retries, and usage of its phases over time",
      description:
        "`parameters` are completed: `defaulted` names what the request left out. Sent to the start of an operation, they start the same again.",
      answers: { 200: { description: "what the status leaves out", schema: "OperationDetails" } },
      faults: ["gone"],
      handle: getDetails,
    }),
  ];
}
