import { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";
import { projectRouter } from "../../http/project-router.ts";
import { listOperationTypes } from "./list-operation-types.ts";
import { ping } from "./ping.ts";
import { startPage } from "./start-page.ts";

/** What the API tells of itself below `/api/{tenantId}/{projectId}/async`. */
export function aboutRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/ping", { get: ping(ctx) });
  add("/operation-types", { get: listOperationTypes(ctx) });
  return router;
}

/** The page at the root, for those who have only the address. */
export function startPageRoutes(ctx: ApiContext): Router {
  const router = Router();
  addRoute(router, "/", { get: startPage(ctx) });
  return router;
}
