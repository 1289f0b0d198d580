import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { deleteScheduleRoute, patchSchedule, setScheduleStatus } from "./change-schedule.ts";
import { createScheduleRoute } from "./create-schedule.ts";
import { getSchedule, listRunsRoute, listSchedulesRoute } from "./find-schedules.ts";
import { createStartPreparer } from "./prepare-start.ts";
import { runNow } from "./run-now.ts";

/** Routes of schedules, below `/api/{tenantId}/{projectId}/async`. */
export function scheduleRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  const prepare = createStartPreparer(ctx);
  add("/schedules", { get: listSchedulesRoute(ctx), post: createScheduleRoute(ctx, prepare) });
  add("/schedules/:scheduleId", {
    get: getSchedule(ctx),
    patch: patchSchedule(ctx, prepare),
    delete: deleteScheduleRoute(ctx),
  });
  add("/schedules/:scheduleId/pause", { post: setScheduleStatus(ctx, "Paused") });
  add("/schedules/:scheduleId/resume", { post: setScheduleStatus(ctx, "Active") });
  add("/schedules/:scheduleId/run", { post: runNow(ctx, prepare) });
  add("/schedules/:scheduleId/runs", { get: listRunsRoute(ctx) });
  return router;
}
