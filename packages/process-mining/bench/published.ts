import { readdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { Pacer } from "@longhaul/domain";
import { measureCaseSpans } from "../src/prediction/case-spans.ts";
import { predictLog, readLog, type LogWithAttributes } from "./predict-log.ts";
import { scoreAsPublished, type Protocol, type Reached } from "./score-as-published.ts";

/*
 * pnpm bench published <folder with logs>
 *
 * Predictions of logs of the literature beside its figures. Logs are known by their counts, whatever their files are called:
 * Tax et al.'s are in github.com/verenich/ProcessSequencePrediction (data/helpdesk.csv, data/bpi_12_w.csv), the others in
 * github.com/lukaskirchdorfer/MTL4PPM (data/HelpDesk.csv, data/Sepsis.csv, data/BPI_Challenge_2012C.csv) and at 4TU.
 *
 * Two figures of ours stand beside each published one: as analyses judge themselves, strictly in time, every prefix of cases
 * that began later, their end asked for as well; and cut and counted as in the paper, so that like is compared with like.
 * Where the paper draws prefixes, three more tell what that does: a case that is judged was learnt from as well, so the less
 * the better a model recognises cases, and what is left of it where whole cases are drawn.
 */

interface Published {
  readonly source: string;
  /** Accuracy of the next activity. */
  readonly accuracy?: number;
  /** Mean absolute error of the remaining time in days. */
  readonly maeDays?: number;
}

interface KnownLog {
  readonly log: string;
  readonly cases: number;
  readonly events: number;
  /** Mean days of a case, to detect copies with swapped days and months. */
  readonly caseDays: number;
  readonly protocol: Protocol;
  readonly published: readonly Published[];
}

const TAX = "Tax et al., Predictive Business Process Monitoring with LSTM Neural Networks (2017)";
const MULTI_TASK =
  "Kirchdorfer et al., On the Potential of Multi-Task Learning in Predictive Process Monitoring, results of their repository, the best of all models";
const SINGLE_TASK = "the same, the best of models that learn one task";

const LOGS: readonly KnownLog[] = [
  {
    log: "Helpdesk of Tax et al.",
    cases: 3804,
    events: 13_710,
    caseDays: 8.8,
    protocol: "first cases",
    published: [{ source: TAX, accuracy: 0.7123 }],
  },
  {
    log: "BPIC 2012, W",
    cases: 9658,
    events: 72_413,
    caseDays: 11.4,
    protocol: "first cases",
    published: [{ source: TAX, accuracy: 0.76 }],
  },
  {
    log: "Helpdesk",
    cases: 4580,
    events: 21_348,
    caseDays: 40.86,
    protocol: "random prefixes",
    published: [
      { source: MULTI_TASK, accuracy: 0.8105, maeDays: 6.27 },
      { source: SINGLE_TASK, accuracy: 0.6759, maeDays: 6.31 },
    ],
  },
  {
    log: "Sepsis",
    cases: 1050,
    events: 15_214,
    caseDays: 28.47,
    protocol: "random prefixes",
    published: [
      { source: MULTI_TASK, accuracy: 0.6458, maeDays: 18.57 },
      { source: SINGLE_TASK, accuracy: 0.4778, maeDays: 19.28 },
    ],
  },
  {
    log: "BPIC 2012, completed events",
    cases: 13_087,
    events: 164_506,
    caseDays: 8.61,
    protocol: "random prefixes",
    published: [
      { source: MULTI_TASK, accuracy: 0.7934, maeDays: 4.6 },
      { source: SINGLE_TASK, accuracy: 0.7106, maeDays: 4.66 },
    ],
  },
];

const PROTOCOLS: Readonly<Record<Protocol, string>> = {
  "first cases":
    "learnt from the first two thirds of the file's cases, judged from the second event on, ends not asked for",
  "random prefixes":
    "four in five prefixes drawn at random learnt from, so that others of the same cases are judged; ends not asked for, time from the next event on",
};

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

async function printAsPublished({ protocol, published }: KnownLog, read: LogWithAttributes): Promise<void> {
  const { accuracy, maeDays, cut } = await scoreAsPublished(read, protocol);
  const days = maeDays === null ? "–" : both(maeDays, 2);
  print(["", `ours, as the paper did: ${PROTOCOLS[protocol]}`, both(accuracy, 4), days, "–"]);
  if (cut !== null) {
    const { lookedUp, recognised, wholeCases } = cut;
    print(["", "what the nearest learnt prefix of the same case says, cut like that", "–", figure(lookedUp, 2), "–"]);
    print(["", RECOGNISED, "–", both(recognised, 2), "–"]);
    print(["", WHOLE_CASES, "–", both(wholeCases, 2), "–"]);
  }
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
  await printAsPublished(known, read);
}
for (const { log, published } of missing) {
  print([log, "not in the folder", "–", "–", "–"]);
  for (const { source, accuracy, maeDays } of published)
    print(["", source, figure(accuracy, 4), figure(maeDays, 2), "–"]);
}
