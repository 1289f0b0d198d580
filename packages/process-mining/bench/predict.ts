import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { importEventLog, mergeLifecycle, predictProcess, readEventAttributes, readEventLog } from "../src/index.ts";
import { generateLog } from "./generate-log.ts";
import { processFigures } from "./mining-run.ts";

/*
 * pnpm bench predict [file of a log | events of a synthetic log, e.g. 200000] …
 *
 * Trains and judges the predictions of each log as an analysis does (`balanced`), and prints their figures with the CPU that
 * it took.
 */

const SEED = 11;

async function withTable(source: string, use: (tablePath: string, scratchDir: string) => Promise<void>): Promise<void> {
  const scratchDir = await mkdtemp(join(tmpdir(), "predict-"));
  try {
    const isFile = Number.isNaN(Number(source));
    const sourcePath = isFile ? source : join(scratchDir, "log.csv");
    if (!isFile) await generateLog(sourcePath, Number(source), SEED);
    const tablePath = join(scratchDir, "log.parquet");
    const imported = await importEventLog({
      sourcePath,
      fileName: basename(sourcePath),
      tablePath,
      scratchDir,
      threads: 2,
      memoryLimitMB: 1024,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    if (!imported.ok) throw new Error(imported.message);
    await use(tablePath, scratchDir);
  } finally {
    await rm(scratchDir, { recursive: true });
  }
}

const show = (values: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(values)}\n`);
};

for (const source of process.argv.slice(2)) {
  await withTable(source, async (tablePath, scratchDir) => {
    const table = { tablePath, threads: 2, memoryLimitMB: 1024, scratchDir };
    const recorded = await readEventLog({ ...table, withLifecycle: true, withFileRows: true });
    const log = (await mergeLifecycle(recorded))?.log ?? recorded;
    const { read: attributes } = await readEventAttributes(table, log);
    const before = processFigures().cpuSeconds;
    const outcome = await predictProcess(log, { performance: "balanced", attributes });
    const cpuSeconds = Number((processFigures().cpuSeconds - before).toFixed(2));
    if (outcome.outcome !== "predicted") return show({ source, ...outcome });
    const { pathPrediction: path, cycleTimePrediction: time, split } = outcome.report;
    show({
      source: basename(source),
      events: log.eventCount,
      cases: log.caseCount,
      cpuSeconds,
      load: loadavg()[0],
      path: path.model.accuracy,
      pathBaseline: Math.max(...path.baselines.map(({ accuracy }) => accuracy)),
      pathGroups: path.featureGroups,
      ...(time.outcome === "predicted"
        ? {
            maeDays: time.model.meanAbsoluteErrorHours / 24,
            baselineMaeDays: Math.min(...time.baselines.map((one) => one.meanAbsoluteErrorHours)) / 24,
            actualDays: time.meanActualHours / 24,
            timeGroups: time.featureGroups,
          }
        : time),
      inputs: path.importance.slice(0, 6).map(({ input, errorGrows }) => `${input} ${errorGrows.toFixed(3)}`),
      attributes: outcome.report.attributes,
      split,
    });
  });
}
