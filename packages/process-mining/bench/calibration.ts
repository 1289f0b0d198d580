import { basename } from "node:path";
import { predictLog, readLog } from "./predict-log.ts";

/*
 * pnpm bench calibration <file of a log> …
 *
 * Whether stated figures can be taken at their word, on cases that began later than all that was learnt from: how often the
 * next activity is right, by the probability stated (a reliability diagram, as a table), and how often the intervals of the
 * remaining time hold, also by how long it is predicted to be.
 */

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const print = (cells: readonly string[]): void => {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
};

for (const source of process.argv.slice(2)) {
  const { outcome } = await predictLog(await readLog(source));
  process.stdout.write(`\n## ${basename(source)}\n\n`);
  if (outcome.outcome !== "predicted") {
    process.stdout.write(`${outcome.outcome}\n`);
    continue;
  }
  const { pathPrediction, interval } = outcome.report;
  const { accuracy, confidence, calibration } = pathPrediction.model;
  print(["probability stated", "predictions", "mean", "right"]);
  print(["---", "---", "---", "---"]);
  for (const { from, to, count, meanConfidence, accuracy: right } of calibration.bins)
    print([`${percent(from)} to ${percent(to)}`, String(count), percent(meanConfidence), percent(right)]);
  print(["all", "", percent(confidence), percent(accuracy)]);
  process.stdout.write(`\nexpected calibration error ${percent(calibration.expectedCalibrationError)}\n`);
  if (interval === null) process.stdout.write("no intervals of the remaining time\n");
  else {
    const thirds = interval.coverageByThird.map(percent).join(", ");
    process.stdout.write(
      `${percent(interval.level)} intervals of the remaining time cover ${percent(interval.coverage)} of ${interval.checkedOn} rows; shortest, middle, longest third: ${thirds}\n`,
    );
  }
}
