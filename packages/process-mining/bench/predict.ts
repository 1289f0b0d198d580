import { loadavg } from "node:os";
import { basename } from "node:path";
import { predictLog, readLog } from "./predict-log.ts";

/*
 * pnpm bench predict [file of a log | events of a synthetic log, e.g. 200000] …
 *
 * Trains and judges the predictions of each log as an analysis does (`balanced`), and prints their figures with the CPU that
 * it took.
 */

const show = (values: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(values)}\n`);
};

for (const source of process.argv.slice(2)) {
  const read = await readLog(source);
  const { outcome, cpuSeconds } = await predictLog(read);
  if (outcome.outcome !== "predicted") {
    show({ source, ...outcome });
    continue;
  }
  const { pathPrediction: path, cycleTimePrediction: time, split } = outcome.report;
  show({
    source: basename(source),
    events: read.log.eventCount,
    cases: read.log.caseCount,
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
}
