import type { EventLog } from "@longhaul/event-log";
import { beforeAll, describe } from "vitest";
import { itBeginsAndEndsAs, itHasTheStructureOf, itHasTheTimesOf } from "./expect-truth.ts";
import { readFixtureXes } from "./read-fixture-xes.ts";
import { readTruth } from "./read-truth.ts";
import { withWallClock } from "./with-wall-clock.ts";

describe("receipt.xes.gz", () => {
  const truth = readTruth("receipt");
  let log: EventLog;
  beforeAll(async () => {
    log = await readFixtureXes("receipt.xes.gz");
  });
  itHasTheStructureOf(truth, () => log);
  describe("by its instants, as in receipt.csv", () => {
    // Cases that run over a change of daylight saving time differ by an hour between the two truths: receipt.truth.json
    // comes from a reader that drops UTC offsets, receipt-csv.truth.json has the instants of the same log right.
    const instants = readTruth("receipt-csv");
    itHasTheTimesOf(instants, () => log);
    itBeginsAndEndsAs(instants, () => log);
  });
  describe("by the clock on the wall, as the truth was computed", () => {
    const onTheWall = () => withWallClock(log, "Europe/Amsterdam");
    itHasTheTimesOf(truth, onTheWall);
    itBeginsAndEndsAs(truth, onTheWall);
  });
});
