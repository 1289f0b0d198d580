import { join } from "node:path";
import { importEventLog } from "@longhaul/event-log/event-tables";
import { processFigures, report, timed } from "./mining-run.ts";

const folder = process.argv[2] ?? ".";
const seconds: Record<string, number> = {};
const result = await timed(seconds, "import", async () =>
  importEventLog({
    sourcePath: join(folder, "log.csv"),
    fileName: "log.csv",
    tablePath: join(folder, "log.parquet"),
    scratchDir: folder,
    threads: 2,
    memoryLimitMB: 1024,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  }),
);
if (!result.ok) throw new Error(result.message);
report({ seconds, extraSeconds: {}, ...processFigures(), results: { events: result.events, cases: result.cases } });
