import { readdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { predictLog } from "./predict-log.ts";

/*
 * pnpm bench published <folder with logs>
 *
 * Predictions of logs of the literature beside its figures. The files may have any names that hold the words below; a log
 * that isn't there is said. Ours are split strictly in time and count every prefix of cases that began later; the papers cut
 * and count each in their own way, so that figures are comparable in kind, not to the last digit.
 */

interface Published {
  readonly source: string;
  /** Of the next activity. */
  readonly accuracy?: number;
  /** Mean absolute error of the remaining time in days. */
  readonly maeDays?: number;
}

const TAX = "Tax et al., Predictive Business Process Monitoring with LSTM Neural Networks (2017)";
const MULTI_TASK =
  "Kirchdorfer et al., On the Potential of Multi-Task Learning in Predictive Process Monitoring, results of their repository, the best of all models";
const SINGLE_TASK = "the same, the best of models that learn one task";

const LOGS: readonly { readonly log: string; readonly file: RegExp; readonly published: readonly Published[] }[] = [
  {
    log: "Helpdesk",
    file: /help.?desk/i,
    published: [
      { source: TAX, accuracy: 0.7123 },
      { source: MULTI_TASK, accuracy: 0.8105, maeDays: 6.27 },
      { source: SINGLE_TASK, accuracy: 0.6759, maeDays: 6.31 },
    ],
  },
  {
    log: "Sepsis",
    file: /sepsis/i,
    published: [
      { source: MULTI_TASK, accuracy: 0.6458, maeDays: 18.57 },
      { source: SINGLE_TASK, accuracy: 0.4778, maeDays: 19.28 },
    ],
  },
  { log: "BPIC 2012, W", file: /(bpi|2012).*_?w\b/i, published: [{ source: TAX, accuracy: 0.76 }] },
  {
    log: "BPIC 2012, completed events",
    file: /2012c/i,
    published: [
      { source: MULTI_TASK, accuracy: 0.7934, maeDays: 4.6 },
      { source: SINGLE_TASK, accuracy: 0.7106, maeDays: 4.66 },
    ],
  },
];

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("name a folder with logs");

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

const figure = (value: number | undefined, decimals: number): string => value?.toFixed(decimals) ?? "–";

print([
  "log",
  "whose figures",
  "accuracy of the next activity",
  "mean error of the remaining time, days",
  "90 % intervals cover",
]);
print(["---", "---", "---", "---", "---"]);
const files = await readdir(folder);
for (const { log, file, published } of LOGS) {
  const name = files.find((one) => file.test(one));
  if (name === undefined) {
    print([log, "not in the folder", "–", "–", "–"]);
  } else {
    const { outcome, cpuSeconds } = await predictLog(join(folder, name));
    if (outcome.outcome === "predicted") {
      const { pathPrediction: path, cycleTimePrediction: time, interval } = outcome.report;
      const most = Math.max(...path.baselines.map(({ accuracy }) => accuracy));
      print([
        log,
        `ours (${name}, ${cpuSeconds} s of CPU, load ${figure(loadavg()[0], 1)})`,
        `${figure(path.accuracy, 4)} (forest ${figure(path.model.accuracy, 4)}, simple ${figure(most, 4)})`,
        time.outcome === "predicted"
          ? `${figure(time.meanAbsoluteErrorHours / 24, 2)} (boosting ${figure(time.model.meanAbsoluteErrorHours / 24, 2)}, simple ${figure(Math.min(...time.baselines.map((one) => one.meanAbsoluteErrorHours)) / 24, 2)})`
          : "–",
        interval === null ? "–" : `${figure(100 * interval.coverage, 1)} %`,
      ]);
    } else print([log, `ours (${name})`, "too few cases", "–", "–"]);
  }
  for (const { source, accuracy, maeDays } of published)
    print(["", source, figure(accuracy, 4), figure(maeDays, 2), "–"]);
}
