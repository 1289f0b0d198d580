import { expect, it } from "vitest";
import { planTick, type CatchUp } from "./plan-tick.ts";
import { timetableOf } from "./ticks.ts";

const at = (text: string): number => Date.parse(`2026-01-${text}:00Z`);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString().slice(8, 16));

// cron, due, now, catch-up: what runs, the first and last tick that are skipped, when it is due again.
it.each<[string, string, string, CatchUp, string | null, readonly [string, string] | null, string]>([
  ["0 * * * *", "05T06:00", "05T06:00", "skip", "05T06:00", null, "05T07:00"],
  ["0 * * * *", "05T06:00", "05T06:04", "skip", "05T06:00", null, "05T07:00"],
  ["0 * * * *", "05T06:00", "05T06:06", "skip", null, ["05T06:00", "05T06:00"], "05T07:00"],
  ["0 * * * *", "05T06:00", "05T09:04", "skip", "05T09:00", ["05T06:00", "05T08:00"], "05T10:00"],
  ["0 * * * *", "05T06:00", "05T09:30", "skip", null, ["05T06:00", "05T09:00"], "05T10:00"],
  ["0 * * * *", "05T06:00", "05T06:30", "latest", "05T06:00", null, "05T07:00"],
  ["0 * * * *", "05T06:00", "05T09:30", "latest", "05T09:00", ["05T06:00", "05T08:00"], "05T10:00"],
  ["0 * * * *", "05T06:00", "05T09:30", "all", "05T06:00", null, "05T07:00"],
  ["* * * * *", "05T06:00", "05T07:39", "all", "05T06:00", null, "05T06:01"],
  ["* * * * *", "05T06:00", "05T07:40", "all", "05T06:01", ["05T06:00", "05T06:00"], "05T06:02"],
  ["* * * * *", "05T06:00", "25T06:00", "all", "25T04:21", ["05T06:00", "25T04:20"], "25T04:22"],
])("%s, due at %s, at %s with catchUp %s: runs %s, skips %j, is due again at %s", async (...given) => {
  const [cron, due, now, catchUp, run, skipped, next] = given;
  const plan = await planTick(timetableOf(cron, "UTC"), { dueMs: at(due), nowMs: at(now), catchUp });
  const told = plan.skipped === null ? null : [iso(plan.skipped.fromMs), iso(plan.skipped.toMs)];
  expect([iso(plan.run), told, iso(plan.next)]).toEqual([run, skipped, next]);
});
