import type { EventLog } from "@longhaul/event-log";
import { beforeAll, describe } from "vitest";
import { itBeginsAndEndsAs, itHasTheStructureOf, itHasTheTimesOf } from "./expect-truth.ts";
import { readFixtureXes } from "./read-fixture-xes.ts";
import { readTruth } from "./read-truth.ts";
import { withWallClock } from "./with-wall-clock.ts";

describe("repairExample.xes.gz", () => {
  const truth = readTruth("repairExample");
  let log: EventLog;
  beforeAll(async () => {
    log = await readFixtureXes("repairExample.xes.gz");
  });
  itHasTheStructureOf(truth, () => log);
  // All offsets of this log are +01:00, so durations are right although the truth dropped them.
  itHasTheTimesOf(truth, () => log);
  describe("by the clock on the wall, as the truth was computed", () => {
    itBeginsAndEndsAs(truth, () => withWallClock(log, "Etc/GMT-1"));
  });
});
