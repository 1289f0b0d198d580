import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { changeQuotas } from "./change-quotas.ts";
import { getQuotas } from "./get-quotas.ts";

const tag = "Quotas";
const path = `${PROJECT}/async/quotas`;

/** Endpoints of what tenants and projects may have. */
export const QUOTA_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path,
    id: "getQuotas",
    permission: "read",
    tag,
    summary: "Limits of the project and its tenant, and what is used of them",
    description:
      "Both the tenant's limit and the project's hold. What is beyond gets 429 `quota_exceeded`, with the quota, its limit and what is used.",
    answers: { 200: { description: "all quotas", schema: "Quotas" } },
    handle: getQuotas,
  }),
  defineEndpoint({
    method: "patch",
    path,
    id: "changeQuotas",
    permission: "admin",
    tag,
    summary: "Change limits, or the tenant's share of the workers",
    description:
      "A number is the new limit, null is none, `default` is the deployment's. What is there already stays when a limit is lowered. Limits of the tenant, and its weight, are for operators of the service, whose token's own role is `admin`.",
    body: "QuotaPatch",
    answers: { 200: { description: "all quotas as they are now", schema: "Quotas" } },
    handle: changeQuotas,
  }),
];
