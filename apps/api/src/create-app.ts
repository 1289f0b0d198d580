import express, { type Express, type RequestHandler } from "express";
import type { ApiContext } from "./context.ts";
import { queueBoard } from "./features/admin/queue-board.ts";
import { aboutRoutes, startPageRoutes } from "./features/about/routes.ts";
import { auditRoutes } from "./features/audit/routes.ts";
import { batchRoutes } from "./features/batches/routes.ts";
import { consoleRoutes } from "./features/console/routes.ts";
import { datasetRoutes } from "./features/datasets/routes.ts";
import { download } from "./features/downloads/download.ts";
import { apiKeyRoutes } from "./features/keys/routes.ts";
import { liveRoutes } from "./features/live/routes.ts";
import { caseRoutes } from "./features/cases/routes.ts";
import { logRoutes } from "./features/logs/routes.ts";
import { openApiRoutes } from "./features/openapi/routes.ts";
import { operationRoutes } from "./features/operations/routes.ts";
import { quotaRoutes } from "./features/quotas/routes.ts";
import { scheduleRoutes } from "./features/schedules/routes.ts";
import { serviceRoutes } from "./features/service/routes.ts";
import { webhookRoutes } from "./features/webhooks/routes.ts";
import { signingKeyRoutes } from "./features/webhooks/signing-keys.ts";
import { accessLog } from "./http/access-log.ts";
import { addRoute } from "./http/add-route.ts";
import { answerInTime } from "./http/answer-in-time.ts";
import { checkBodyText } from "./http/check-body-text.ts";
import { cors } from "./http/cors.ts";
import { limitBodyTime } from "./http/limit-body-time.ts";
import { problemHandler } from "./http/problem.ts";
import { limitRate } from "./http/rate-limit.ts";
import { readEmptyBody } from "./http/empty-body.ts";
import { checkRequestLine } from "./http/request-line.ts";
import { requestId } from "./http/request-id.ts";
import { authenticate, checkScopeHeaders, notFound } from "./http/request-scope.ts";

const MAX_BODY_BYTES = 1_000_000;

/** The whole API as an Express app, not yet listening. */
export function createApp(ctx: ApiContext): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("trust proxy", "loopback, linklocal, uniquelocal");
  app.use(
    requestId,
    accessLog(ctx.logger, ctx.metrics, ctx.tracer),
    securityHeaders,
    cors(ctx.config.corsOrigins),
    limitBodyTime(),
    checkRequestLine,
  );

  // What is asked for most comes first: the router tries one after another.
  const project = express.Router({ mergeParams: true });
  const types = ["application/json", "application/*+json"];
  project.use(readEmptyBody, express.json({ limit: MAX_BODY_BYTES, type: types, verify: checkBodyText }));
  project.use(answerInTime(ctx.logger));
  project.use(
    "/async",
    operationRoutes(ctx),
    batchRoutes(ctx),
    liveRoutes(ctx),
    webhookRoutes(ctx),
    logRoutes(ctx),
    caseRoutes(ctx),
    scheduleRoutes(ctx),
    apiKeyRoutes(ctx),
    auditRoutes(ctx),
    quotaRoutes(ctx),
    aboutRoutes(ctx),
  );
  project.use(datasetRoutes(ctx));
  app.use("/api/:tenantId/:projectId", authenticate(ctx), checkScopeHeaders, limitRate(ctx), project);

  app.use(
    answerInTime(ctx.logger),
    serviceRoutes(ctx),
    openApiRoutes(ctx),
    startPageRoutes(ctx),
    signingKeyRoutes(ctx),
    queueBoard(ctx),
  );
  app.use("/console", consoleRoutes(ctx));
  const downloads = express.Router();
  addRoute(downloads, "/downloads/:token/:name", { get: download(ctx) });
  app.use(downloads);

  app.use(() => {
    throw notFound();
  });
  app.use(problemHandler(ctx.logger));
  return app;
}

const securityHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Cache-Control", "no-store");
  next();
};
