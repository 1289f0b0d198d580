import { join } from "node:path";
import { openDuckDbSession, sqlText } from "@longhaul/event-log";
import { processFigures, report, timed } from "./mining-run.ts";

const folder = process.argv[2] ?? ".";
const seconds: Record<string, number> = {};
const session = await openDuckDbSession({
  threads: 2,
  memoryLimitMB: 4096,
  scratchDir: folder,
  signal: new AbortController().signal,
});

async function row(sql: string): Promise<number[]> {
  return ((await session.query(sql))[0] ?? []).map(Number);
}

await timed(seconds, "read", async () =>
  session.query(`
    CREATE TABLE log AS SELECT * FROM read_csv(${sqlText(join(folder, "log.csv"))},
      columns = {'case_id': 'VARCHAR', 'activity': 'VARCHAR', 'timestamp': 'TIMESTAMP', 'resource': 'VARCHAR'})`),
);
const [edges = 0, topEdge = 0] = await timed(seconds, "dfg", async () =>
  row(`
    WITH pairs AS (
      SELECT activity AS a, lead(activity) OVER (PARTITION BY case_id ORDER BY timestamp) AS b FROM log
    ), edges AS (SELECT a, b, count(*) AS n FROM pairs WHERE b IS NOT NULL GROUP BY a, b)
    SELECT count(*), max(n) FROM edges`),
);
const [variants = 0, topVariant = 0] = await timed(seconds, "variants", async () =>
  row(`
    WITH traces AS (SELECT list(activity ORDER BY timestamp) AS trace FROM log GROUP BY case_id),
      variants AS (SELECT trace, count(*) AS n FROM traces GROUP BY trace)
    SELECT count(*), max(n) FROM variants`),
);
const [cases = 0, medianMs = 0] = await timed(seconds, "durations", async () =>
  row(`
    WITH cases AS (SELECT epoch_us(max(timestamp)) - epoch_us(min(timestamp)) AS us FROM log GROUP BY case_id)
    SELECT count(*), quantile_cont(us, 0.5) / 1000, avg(us), quantile_cont(us, [0.25, 0.75, 0.95]), stddev_pop(us) FROM cases`),
);
const figures = processFigures();
const [events = 0] = await row("SELECT count(*) FROM log");
await session.close();
report({
  seconds,
  extraSeconds: {},
  ...figures,
  results: { events, cases, edges, topEdge, variants, topVariant, medianSec: medianMs / 1000 },
});
