import { defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { getHealth, getReadiness } from "./health.ts";

const tag = "Service";

/** Endpoints of the process itself; they need no token. */
export const SERVICE_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: "/healthz",
    id: "getHealth",
    permission: "public",
    tag,
    summary: "Whether the process lives",
    description: "For liveness probes: it asks no store, so that a store's fault restarts nothing.",
    answers: { 200: { description: "it does", media: ["application/json"] } },
    handle: getHealth,
  }),
  defineEndpoint({
    method: "get",
    path: "/readyz",
    id: "getReadiness",
    permission: "public",
    tag,
    summary:
      "Whether database, queue and storage could be reached a moment ago; 503 when one couldn't, or the process is about to end",
    description: "For load balancers and readiness probes.",
    answers: {
      200: { description: "all could", media: ["application/json"] },
      503: { description: "one couldn't, it is named; or the process is about to end", media: ["application/json"] },
    },
    handle: getReadiness,
  }),
];
