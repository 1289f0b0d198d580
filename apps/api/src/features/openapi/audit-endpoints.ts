import { auditQuerySchema } from "@longhaul/contracts";
import { PROJECT, type Endpoint } from "./endpoint.ts";

/** The endpoint of the audit log. */
export const AUDIT_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "get",
    path: `${PROJECT}/async/audit`,
    id: "getAudit",
    permission: "audit",
    tag: "Audit",
    summary: "Who did what, and what became of it; an entry a line with `Accept: application/x-ndjson`",
    query: auditQuerySchema,
    answers: { 200: { description: "one page", schema: "Audit", media: ["application/x-ndjson"], headers: ["Link"] } },
  },
];
