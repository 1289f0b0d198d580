import { logsQuerySchema, logStreamQuerySchema } from "@longhaul/contracts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { listLogs } from "./list-logs.ts";
import { streamLogs } from "./stream-logs.ts";

const LOGS = `${PROJECT}/async/operation/{operationId}/logs`;

/** Endpoints of what was logged of operations. */
export const LOG_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: LOGS,
    id: "listLogs",
    permission: "read",
    tag: "Operations",
    summary: "What its phases and workers logged, in the order in which they did; as lines with `Accept: text/plain`",
    description:
      "The log is kept as long as its operation, at most 10,000 entries or 5 MB. `nextCursor` of the last page continues with newer entries. Only administrators see stacks of errors.",
    query: logsQuerySchema,
    answers: { 200: { description: "one page", schema: "Logs", media: ["text/plain"], headers: ["Link"] } },
    faults: ["gone"],
    handle: listLogs,
  }),
  defineEndpoint({
    method: "get",
    path: `${LOGS}/stream`,
    id: "streamLogs",
    permission: "read",
    tag: "Live",
    summary: "Follow its log, from its start to the operation's end",
    description: "Server-sent events; a stream that breaks goes on behind `Last-Event-ID`. It ends with the operation.",
    query: logStreamQuerySchema,
    headers: ["Last-Event-ID"],
    answers: {
      200: { description: "events called `log`; `data` is a `LogEntry`", media: ["text/event-stream"] },
      204: { description: "the operation has ended, and its last entry was seen already" },
    },
    faults: ["gone"],
    handle: streamLogs,
  }),
];
