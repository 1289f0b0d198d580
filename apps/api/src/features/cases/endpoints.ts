import { casesQuerySchema } from "@longhaul/contracts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { listCases } from "./list-cases.ts";

/** The endpoint of an analysis' cases. */
export const CASE_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/operation/{operationId}/cases`,
    id: "listCases",
    permission: "read",
    tag: "Operations",
    summary: "Cases of an analysis with their events, by the time of their start",
    description:
      "Of an analysis that has discovered its process. `search` looks in the names of cases; pages by the `cursor` of `Link`. 409 while the phase that makes them hasn't ended.",
    query: casesQuerySchema,
    answers: { 200: { description: "one page", schema: "Cases", headers: ["Link"] } },
    faults: ["conflict", "gone"],
    handle: listCases,
  }),
];
