import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { deleteApiKeyRoute, rotateApiKeyRoute } from "./change-api-key.ts";
import { createApiKeyRoute } from "./create-api-key.ts";
import { getApiKeyRoute, listApiKeysRoute } from "./find-api-keys.ts";

/** Routes of API keys, below `/api/{tenantId}/{projectId}/async`. */
export function apiKeyRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/api-keys", { get: listApiKeysRoute(ctx), post: createApiKeyRoute(ctx) });
  add("/api-keys/:keyId", { get: getApiKeyRoute(ctx), delete: deleteApiKeyRoute(ctx) });
  add("/api-keys/:keyId/rotate", { post: rotateApiKeyRoute(ctx) });
  return router;
}
