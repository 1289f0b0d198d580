import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { streamOperation, streamProject } from "./streams.ts";

/** Endpoints of live streams. */
export const LIVE_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/operation/{operationId}/events`,
    id: "streamOperation",
    permission: "read",
    tag: "Live",
    summary: "Follow an operation, from its start to its end",
    description:
      "Server-sent events, one for each event that webhooks get, numbered without gaps; goes on behind `Last-Event-ID`, and ends with the operation's last event.",
    headers: ["Last-Event-ID"],
    answers: {
      200: { description: "events; `data` is what webhooks get", media: ["text/event-stream"] },
      204: { description: "the last event was seen already" },
    },
    handle: streamOperation,
  }),
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/events`,
    id: "streamProject",
    permission: "read",
    tag: "Live",
    summary: "Follow everything in the project, from now on",
    description:
      "Server-sent events of all operations, batches and imports; goes on behind `Last-Event-ID`. Never ends by itself.",
    headers: ["Last-Event-ID"],
    answers: { 200: { description: "events; `data` is what webhooks get", media: ["text/event-stream"] } },
    handle: streamProject,
  }),
];
