import { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";
import { deleteScheduleRoute, patchSchedule, setScheduleStatus } from "./change-schedule.ts";
import { createScheduleRoute } from "./create-schedule.ts";
import { getSchedule, listRunsRoute, listSchedulesRoute } from "./find-schedules.ts";
import { createStartPreparer } from "./prepare-start.ts";
import { runNow } from "./run-now.ts";

/** Routes of schedules, below `/api/{tenantId}/{projectId}/async`. */
export function scheduleRoutes(ctx: ApiContext): Router {
  const router = Router({ mergeParams: true });
  const prepare = createStartPreparer(ctx);
  addRoute(router, "/schedules", { get: listSchedulesRoute(ctx), post: createScheduleRoute(ctx, prepare) });
  addRoute(router, "/schedules/:scheduleId", {
    get: getSchedule(ctx),
    patch: patchSchedule(ctx, prepare),
    delete: deleteScheduleRoute(ctx),
  });
  addRoute(router, "/schedules/:scheduleId/pause", { post: setScheduleStatus(ctx, "Paused") });
  addRoute(router, "/schedules/:scheduleId/resume", { post: setScheduleStatus(ctx, "Active") });
  addRoute(router, "/schedules/:scheduleId/run", { post: runNow(ctx, prepare) });
  addRoute(router, "/schedules/:scheduleId/runs", { get: listRunsRoute(ctx) });
  return router;
}
