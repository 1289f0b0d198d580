import type { Request } from "express";
import { findBatch, findOperation, findWebhook, type DeliveryOwner, type Scope, type Sql } from "@longhaul/db";
import { pathParameter } from "../../http/request-scope.ts";

/** The path of an owner's deliveries in the API, and the check that it exists. */
interface OwnerKind {
  readonly segment: string;
  readonly parameter: string;
  find(sql: Sql, scope: Scope, id: string): Promise<unknown>;
}

export const OWNER_KINDS: Readonly<Record<DeliveryOwner["kind"], OwnerKind>> = {
  webhook: { segment: "webhooks", parameter: "webhookId", find: findWebhook },
  operation: { segment: "operation", parameter: "operationId", find: findOperation },
  batch: { segment: "batch", parameter: "batchId", find: findBatch },
};

/** What answers who has a delivery sent. */
export const QUEUED_DELIVERY = {
  202: { description: "the delivery, queued", schema: "Delivery", headers: ["Location"] },
} as const;

/** The owner that a request's path names. */
export function ownerOf(req: Request, kind: DeliveryOwner["kind"]): DeliveryOwner {
  return { kind, id: pathParameter(req, OWNER_KINDS[kind].parameter) };
}

/** Where a delivery is. */
export function deliveryPath(scope: Scope, { kind, id }: DeliveryOwner, deliveryId: string): string {
  return `/api/${scope.tenantId}/${scope.projectId}/async/${OWNER_KINDS[kind].segment}/${id}/deliveries/${deliveryId}`;
}
