import { fileURLToPath } from "node:url";
import { sqlText, type EventLog } from "@longhaul/event-log";
import { readTableFromSql } from "@longhaul/event-log/read-table-from-sql";
import { beforeAll, describe } from "vitest";
import { itBeginsAndEndsAs, itHasTheStructureOf, itHasTheTimesOf } from "./expect-truth.ts";
import { fixturesUrl, readTruth } from "./read-truth.ts";

describe("receipt.parquet", () => {
  // This file was written by a reader that drops UTC offsets, as the one behind receipt.truth.json: same wall clock.
  const truth = readTruth("receipt");
  let log: EventLog;
  beforeAll(async () => {
    const file = sqlText(fileURLToPath(new URL("receipt.parquet", fixturesUrl)));
    log = await readTableFromSql(`
      SELECT "case:concept:name" AS case_id, "concept:name" AS activity, 
        ("time:timestamp"::TIMESTAMPTZ)::TIMESTAMP AS timestamp, "org:resource" AS resource
      FROM read_parquet(${file})`);
  });
  itHasTheStructureOf(truth, () => log);
  itHasTheTimesOf(truth, () => log);
  itBeginsAndEndsAs(truth, () => log);
});
