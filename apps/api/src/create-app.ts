import express, { type Express, type RequestHandler } from "express";
import type { ApiContext } from "./context/context.ts";
import { endpointRouters } from "./endpoints/endpoint-routers.ts";
import { listEndpoints } from "./list-endpoints.ts";
import { queueBoard } from "./features/admin/queue-board.ts";
import { consoleRoutes } from "./features/console/routes.ts";
import { accessLog } from "./http/access-log.ts";
import { answerInTime } from "./http/answer-in-time.ts";
import { checkBodyText } from "./http/check-body-text.ts";
import { cors } from "./http/cors.ts";
import { inOrder } from "./http/in-order.ts";
import { limitBodyTime } from "./http/limit-body-time.ts";
import { problemHandler } from "./http/problem.ts";
import { limitRate } from "./answers/rate-limit.ts";
import { readEmptyBody } from "./http/empty-body.ts";
import { sendJsonPlainly } from "./http/send-json.ts";
import { checkRequestLine } from "./http/request-line.ts";
import { requestId } from "./http/request-id.ts";
import { authenticate, checkScopeHeaders, notFound } from "./http/request-scope.ts";

const MAX_BODY_BYTES = 1_000_000;

/** The whole API as an Express app, not yet listening. */
export function createApp(ctx: ApiContext): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("trust proxy", [...ctx.config.trustedProxies]);
  sendJsonPlainly(app);
  app.use(
    inOrder(
      requestId,
      accessLog(ctx.logger, ctx.metrics, ctx.tracer),
      securityHeaders,
      cors(ctx.config.corsOrigins),
      limitBodyTime(),
      checkRequestLine,
    ),
  );

  const types = ["application/json", "application/*+json"];
  const enterProject = inOrder(
    authenticate(ctx),
    checkScopeHeaders,
    limitRate(ctx),
    readEmptyBody,
    express.json({ limit: MAX_BODY_BYTES, type: types, verify: checkBodyText }),
    answerInTime(ctx.limits, ctx.logger),
  );
  const routers = endpointRouters(ctx, listEndpoints(ctx.registry), enterProject);
  app.use("/api/:tenantId/:projectId", routers.project);

  app.use(answerInTime(ctx.limits, ctx.logger), routers.root, queueBoard(ctx));
  app.use("/console", consoleRoutes(ctx));

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
