import type { Request, Response } from "express";
import { findApiKey, listApiKeys } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { pageOf, type PageQuery } from "../../http/page-of.ts";
import { notFound, pathParameter } from "../../http/request-scope.ts";
import { keyReachOf } from "./key-reach.ts";
import { presentApiKey } from "./present-api-key.ts";

/** GET …/async/api-keys: one page, newest first. */
export function listApiKeysRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<PageQuery>): Promise<void> => {
    const { paging, wanted } = pageOf(query);
    const { keys, hasNextPage } = await listApiKeys(ctx.db, keyReachOf(req), wanted);
    res.json({ apiKeys: keys.map(presentApiKey), ...paging, hasNextPage });
  };
}

/** GET …/async/api-keys/{keyId}. */
export function getApiKeyRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const key = await findApiKey(ctx.db, keyReachOf(req), pathParameter(req, "keyId"));
    if (key === null) throw notFound();
    res.json(presentApiKey(key));
  };
}
