import type { EventLog } from "@longhaul/event-log";
import { beforeAll, describe } from "vitest";
import { itBeginsAndEndsAs, itHasTheStructureOf, itHasTheTimesOf } from "./expect-truth.ts";
import { readFixtureXes } from "./read-fixture-xes.ts";
import { readTruth } from "./read-truth.ts";
import { withWallClock } from "./with-wall-clock.ts";

describe("roadtraffic100traces.xes", () => {
  const truth = readTruth("roadtraffic100traces");
  let log: EventLog;
  beforeAll(async () => {
    log = await readFixtureXes("roadtraffic100traces.xes");
  });
  itHasTheStructureOf(truth, () => log);
  // Its offsets change with daylight saving time, and the truth was computed by a reader that drops them.
  describe("by the clock on the wall, as the truth was computed", () => {
    const onTheWall = () => withWallClock(log, "Europe/Rome");
    itHasTheTimesOf(truth, onTheWall);
    itBeginsAndEndsAs(truth, onTheWall);
  });
});
