import { largeBatch, trial } from "./bodies.ts";
import { ROUNDS, type WorstClient } from "./worst-client.ts";

export async function measureSchedules({ base, make, measure }: WorstClient): Promise<void> {
  const schedules = `${base}/async/schedules`;
  const nightly = (start: Record<string, unknown>) => ({ scheduleName: "s", cron: "59 23 29 2 FRI", ...start });
  await measure("createSchedule", "a batch of 1,000 × 90 dependencies", {
    path: schedules,
    json: nightly({ batch: largeBatch(90) }),
  });
  await measure("createSchedule", "an expression of 200 characters", {
    path: schedules,
    json: { ...nightly({ operation: trial }), cron: `${"1,".repeat(92)}1 0 1 1 *` },
  });
  const { scheduleId } = await make<{ scheduleId: string }>({ path: schedules, json: nightly({ operation: trial }) });
  const ofSchedule = `${schedules}/${scheduleId}`;
  await measure("changeSchedule", "to a batch of 1,000 × 90 dependencies", {
    method: "PATCH",
    path: ofSchedule,
    json: { batch: largeBatch(90) },
  });
  await measure("runSchedule", "a batch of 1,000 × 90 dependencies", { path: `${ofSchedule}/run`, json: {} });
  await measure("getSchedule", "the next 20 of a rare day", { path: `${ofSchedule}?next=20` });
  await measure("listSchedules", "plain", { path: `${schedules}?pageSize=100` });
  await measure("listScheduleRuns", "plain", { path: `${ofSchedule}/runs?pageSize=100` });
  await measure("pauseSchedule", "plain", { path: `${ofSchedule}/pause`, json: {} });
  await measure("resumeSchedule", "plain", (round) => ({
    path: `${ofSchedule}/${round % 2 === 0 ? "resume" : "pause"}`,
    json: {},
  }));
  const doomedSchedules = [ofSchedule];
  while (doomedSchedules.length < ROUNDS) {
    const made = await make<{ scheduleId: string }>({ path: schedules, json: nightly({ operation: trial }) });
    doomedSchedules.push(`${schedules}/${made.scheduleId}`);
  }
  await measure("deleteSchedule", "plain", (round) => ({
    method: "DELETE",
    path: doomedSchedules[round] ?? ofSchedule,
  }));
}
