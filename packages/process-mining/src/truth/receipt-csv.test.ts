import { fileURLToPath } from "node:url";
import { beforeAll, describe } from "vitest";
import type { EventLog } from "../event-log.ts";
import { sqlText } from "../import/sql-text.ts";
import { itBeginsAndEndsAs, itHasTheStructureOf, itHasTheTimesOf } from "./expect-truth.ts";
import { fixturesUrl, readTruth } from "./read-truth.ts";
import { readTableFromSql } from "./read-table-from-sql.ts";

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
