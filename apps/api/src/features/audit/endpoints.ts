import { auditQuerySchema } from "@longhaul/contracts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { getAudit } from "./get-audit.ts";

/** The endpoint of the audit log. */
export const AUDIT_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/audit`,
    id: "getAudit",
    permission: "audit",
    tag: "Audit",
    summary: "Who did what, and what became of it; an entry a line with `Accept: application/x-ndjson`",
    description:
      "Every call that may change something, refused ones too, a second or two after its end. `longhaul audit verify` computes the hashes again. Of a body it has the keys, not the values.",
    query: auditQuerySchema,
    answers: { 200: { description: "one page", schema: "Audit", media: ["application/x-ndjson"], headers: ["Link"] } },
    handle: getAudit,
  }),
];
