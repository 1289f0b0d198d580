import { PROJECT, type Endpoint } from "./endpoint.ts";

const tag = "Quotas";
const path = `${PROJECT}/async/quotas`;

/** Endpoints of what tenants and projects may have. */
export const QUOTA_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "get",
    path,
    id: "getQuotas",
    permission: "read",
    tag,
    summary: "Limits of the project and its tenant, and what is used of them",
    answers: { 200: { description: "all quotas", schema: "Quotas" } },
  },
  {
    method: "patch",
    path,
    id: "changeQuotas",
    permission: "admin",
    tag,
    summary: "Change limits, or the tenant's share of the workers",
    body: "QuotaPatch",
    answers: { 200: { description: "all quotas as they are now", schema: "Quotas" } },
  },
];
