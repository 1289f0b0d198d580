import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { sqlText } from "../src/import/sql-text.ts";
import { processFigures, report, timed } from "./mining-run.ts";

const folder = process.argv[2] ?? ".";
const seconds: Record<string, number> = {};
const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "2GB", temp_directory: folder });
const connection = await instance.connect();
await timed(seconds, "read", async () =>
  connection.run(`
    COPY (SELECT case_id, activity, timestamp::TIMESTAMP AS timestamp, resource
          FROM read_csv(${sqlText(join(folder, "log.csv"))},
            columns = {'case_id': 'VARCHAR', 'activity': 'VARCHAR', 'timestamp': 'TIMESTAMP', 'resource': 'VARCHAR'}))
    TO ${sqlText(join(folder, "log.parquet"))} (FORMAT parquet)`),
);
connection.closeSync();
instance.closeSync();
report({ seconds, extraSeconds: {}, ...processFigures(), results: {} });
