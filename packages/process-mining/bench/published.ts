import { readdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { Pacer } from "@longhaul/domain";
import { measureCaseSpans } from "../src/prediction/case-spans.ts";
import { predictLog, readLog, type LogWithAttributes } from "./predict-log.ts";
import { LOGS, type KnownLog } from "./published-figures.ts";
import { scoreAsPublished, type Protocol, type Reached } from "./score-as-published.ts";

/*
 * pnpm bench published <folder with logs>
 *
 * Predictions of logs of the literature beside its figures. Logs are known by their counts, whatever their files are called:
 * Tax et al.'s are in github.com/verenich/ProcessSequencePrediction (data/helpdesk.csv, data/bpi_12_w.csv), the others in
 * github.com/lukaskirchdorfer/MTL4PPM (data/HelpDesk.csv, data/Sepsis.csv, data/BPI_Challenge_2012C.csv), in
 * github.com/ERamaM/PredictiveMonitoringDatasets (raw_datasets/BPI_Challenge_2012_Complete.xes.gz and others) and at 4TU.
 *
 * Two figures of ours stand beside each published one: as analyses judge themselves, strictly in time, every prefix of cases
 * that began later, their end asked for as well; and cut and counted as in the paper, so that like is compared with like.
 * Where the paper draws prefixes, a case that is judged was learnt from as well, and the error is the smaller the better a
 * model recognises cases. Four more figures tell how much that does: what is reached by looking up the case, and by looking up
 * the same inputs; by the learner where it can tell cases apart, and where it can't because whole cases are drawn.
 */

const PROTOCOLS: Readonly<Record<Protocol, string>> = {
  "first cases":
    "learnt from the first two thirds of the file's cases, judged from the second event on, ends not asked for",
  "last cases":
    "learnt from the four fifths of the cases that begin first, judged from the second event to the last but one, no case in both",
  "random prefixes":
    "four in five prefixes drawn at random learnt from, so that others of the same cases are judged; ends not asked for, time from the next event on",
};

const SAME_CASE = "nothing learnt: what the nearest learnt prefix of the same case says, cut like that";
const SAME_INPUTS =
  "nothing learnt, no case named: what the nearest learnt prefix says that is the same to the paper's models in all inputs of the events so far";
const RECOGNISED =
  "ours, cut like that and told, as the paper's models are, the clock time and weekday of the case's first event, by which cases are recognised";
const WHOLE_CASES =
  "ours, the same but for whole cases drawn instead of prefixes: nothing of a judged case was learnt from, no case can be recognised";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("name a folder with logs");

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

const figure = (value: number | undefined, decimals: number): string => value?.toFixed(decimals) ?? "–";

const both = ({ model, simple }: Reached, decimals: number): string =>
  `${figure(model, decimals)} (simple ${figure(simple, decimals)})`;

async function meanCaseDays({ log }: LogWithAttributes): Promise<number> {
  const { begin, end } = await measureCaseSpans(log, new Pacer());
  return end.reduce((sum, endMs, owner) => sum + endMs - (begin[owner] ?? 0), 0) / end.length / 86_400_000;
}

async function printStrictlyInTime(known: KnownLog, name: string, read: LogWithAttributes): Promise<void> {
  const { outcome, cpuSeconds } = await predictLog(read);
  const ours = `ours, strictly in time (${name}, ${cpuSeconds} s of CPU, load ${figure(loadavg()[0], 1)})`;
  if (outcome.outcome !== "predicted") {
    print([known.log, ours, "too few cases", "–", "–"]);
    return;
  }
  const { pathPrediction: path, cycleTimePrediction: time, interval } = outcome.report;
  const most = Math.max(...path.baselines.map(({ accuracy }) => accuracy));
  print([
    known.log,
    ours,
    `${figure(path.accuracy, 4)} (forest ${figure(path.model.accuracy, 4)}, simple ${figure(most, 4)})`,
    time.outcome === "predicted"
      ? `${figure(time.meanAbsoluteErrorHours / 24, 2)} (boosting ${figure(time.model.meanAbsoluteErrorHours / 24, 2)}, simple ${figure(Math.min(...time.baselines.map((one) => one.meanAbsoluteErrorHours)) / 24, 2)})`
      : "–",
    interval === null ? "–" : `${figure(100 * interval.coverage, 1)} %`,
  ]);
}

async function printAsPublished(
  { protocol, published }: KnownLog["comparisons"][number],
  read: LogWithAttributes,
): Promise<void> {
  const { accuracy, maeDays, cut } = await scoreAsPublished(read, protocol);
  const shown = (reached: Reached | null, decimals: number): string =>
    reached === null ? "–" : both(reached, decimals);
  print(["", `ours, as the paper did: ${PROTOCOLS[protocol]}`, shown(accuracy, 4), shown(maeDays, 2), "–"]);
  if (cut !== null) {
    const { lookedUp, recognised, wholeCases } = cut;
    print(["", SAME_CASE, "–", figure(lookedUp.sameCase, 2), "–"]);
    print(["", SAME_INPUTS, "–", figure(lookedUp.sameInputs, 2), "–"]);
    print(["", RECOGNISED, "–", both(recognised, 2), "–"]);
    print(["", WHOLE_CASES, "–", both(wholeCases, 2), "–"]);
  }
  printFigures(published);
}

function printFigures(published: KnownLog["comparisons"][number]["published"]): void {
  for (const one of published) print(["", one.source, figure(one.accuracy, 4), figure(one.maeDays, 2), "–"]);
}

print([
  "log",
  "whose figures",
  "accuracy of the next activity",
  "mean error of the remaining time, days",
  "90 % intervals cover",
]);
print(["---", "---", "---", "---", "---"]);
const missing = new Set(LOGS);
for (const name of await readdir(folder)) {
  const read = await readLog(join(folder, name));
  const known = LOGS.find(({ cases, events }) => cases === read.log.caseCount && events === read.log.eventCount);
  if (known === undefined) {
    print([name, "not a log with published figures", "–", "–", "–"]);
    continue;
  }
  const caseDays = await meanCaseDays(read);
  if (Math.abs(caseDays / known.caseDays - 1) > 0.01) {
    const difference = `its cases take ${figure(caseDays, 2)} days on average, those of the published log ${known.caseDays}`;
    print([known.log, `${name}: other times, ${difference}`, "–", "–", "–"]);
    continue;
  }
  missing.delete(known);
  await printStrictlyInTime(known, name, read);
  for (const comparison of known.comparisons) await printAsPublished(comparison, read);
}
for (const { log, comparisons } of missing) {
  print([log, "not in the folder", "–", "–", "–"]);
  for (const { published } of comparisons) printFigures(published);
}
