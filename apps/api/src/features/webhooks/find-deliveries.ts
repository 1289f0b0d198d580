import type { Request, Response } from "express";
import type { DeliveryListQuery } from "@longhaul/contracts";
import { listDeliveries, type DeliveryOwner } from "@longhaul/db";
import { startOf } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { pageOf } from "../../http/page-of.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { OWNER_KINDS, ownerOf } from "./delivery-owners.ts";
import { presentDelivery } from "./present-webhook.ts";

/** GET …/deliveries of a webhook, or of an operation's or a batch's callbacks: one page, newest first, with attempts. */
export function listDeliveriesRoute(ctx: ApiContext, kind: DeliveryOwner["kind"]) {
  return async (req: Request, res: Response, { query }: Given<DeliveryListQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const owner = ownerOf(req, kind);
    const { page, pageSize, status, eventType, operationId, since, until } = query;
    const { paging, wanted } = pageOf({ page, pageSize });
    if ((await OWNER_KINDS[kind].find(ctx.db, scope, owner.id)) === null) throw notFound();
    const filter = {
      ...(status === undefined ? {} : { status }),
      ...(eventType === undefined ? {} : { eventType }),
      ...(operationId === undefined ? {} : { operationId }),
      ...(since === undefined ? {} : { since: startOf(since) }),
      ...(until === undefined ? {} : { before: startOf(until) }),
    };
    const found = await listDeliveries(ctx.db, scope, owner, filter, wanted);
    res.json({
      deliveries: found.deliveries.map(presentDelivery),
      ...paging,
      hasNextPage: found.hasNextPage,
    });
  };
}

/** GET …/deliveries/{deliveryId}. */
export function getDelivery(ctx: ApiContext, kind: DeliveryOwner["kind"]) {
  return async (req: Request, res: Response): Promise<void> => {
    const filter = { deliveryId: pathParameter(req, "deliveryId") };
    const found = await listDeliveries(ctx.db, scopeOf(req), ownerOf(req, kind), filter, { size: 1, offset: 0 });
    const [delivery] = found.deliveries;
    if (delivery === undefined) throw notFound();
    res.json(presentDelivery(delivery));
  };
}
