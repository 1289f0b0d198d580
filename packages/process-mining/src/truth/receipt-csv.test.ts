import { fileURLToPath } from "node:url";
import { sqlText, type EventLog } from "@longhaul/event-log";
import { readTableFromSql } from "@longhaul/event-log/read-table-from-sql";
import { beforeAll, describe } from "vitest";
import { itBeginsAndEndsAs, itHasTheStructureOf, itHasTheTimesOf } from "./expect-truth.ts";
import { fixturesUrl, readTruth } from "./read-truth.ts";

describe("receipt.csv", () => {
  const truth = readTruth("receipt-csv");
  let log: EventLog;
  beforeAll(async () => {
    const file = sqlText(fileURLToPath(new URL("receipt.csv", fixturesUrl)));
    log = await readTableFromSql(`
      SELECT "case:concept:name" AS case_id, "concept:name" AS activity, 
        ("time:timestamp"::TIMESTAMPTZ)::TIMESTAMP AS timestamp, "org:resource" AS resource
      FROM read_csv(${file}, all_varchar = true)`);
  });
  itHasTheStructureOf(truth, () => log);
  itHasTheTimesOf(truth, () => log);
  itBeginsAndEndsAs(truth, () => log);
});
