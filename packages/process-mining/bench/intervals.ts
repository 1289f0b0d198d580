import { loadavg } from "node:os";
import { findRootCauses, measureCaseDurations, predictProcess } from "../src/index.ts";
import { plantedLog, trueEffect } from "../src/advice/planted-log.fixture.ts";
import { PLANTED_WORLDS } from "../src/advice/planted-worlds.fixture.ts";
import { processFigures } from "./mining-run.ts";

/*
 * pnpm bench intervals [seeds = 40] [seeds of predictions = 10]
 *
 * How often intervals cover what they are made to cover, on made-up logs: 95 % intervals of the effect of a planted cause,
 * whose true size is known, and 90 % intervals of the remaining time of cases that began later than all that was learnt from.
 */

const seeds = Number(process.argv[2] ?? 40);
const predictionSeeds = Number(process.argv[3] ?? 10);
if (!(seeds > 0) || !(predictionSeeds > 0)) throw new Error("give numbers of seeds above 0");

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

const percent = (part: number, of: number): string => (of === 0 ? "–" : `${((100 * part) / of).toFixed(1)} %`);

const before = processFigures().cpuSeconds;
print(["log", "cause", "found", "its 95 % interval covers the effect", "90 % intervals of the remaining time cover"]);
print(["---", "---", "---", "---", "---"]);
const sums = { found: 0, covered: 0, coverage: 0, predicted: 0 };
for (const world of PLANTED_WORLDS) {
  const truth = trueEffect(world);
  let [found, covered] = [0, 0];
  for (let seed = 0; seed < seeds && truth !== null; seed++) {
    const { log, attributes } = plantedLog("slow-region", seed, world);
    const values = (await measureCaseDurations(log)).fromStartSec;
    const { causes } = await findRootCauses(log, attributes, { name: "duration", unit: "seconds", values });
    const cause = causes.find(
      ({ conditions: [first, ...more] }) =>
        more.length === 0 && first?.what === "region" && first.value === world.regions[0],
    );
    if (cause === undefined) continue;
    found++;
    if (cause.interval.low <= truth && truth <= cause.interval.high) covered++;
  }
  const coverages: number[] = [];
  for (let seed = 0; seed < predictionSeeds; seed++) {
    const { log } = plantedLog("slow-region", seed, world);
    const outcome = await predictProcess(log, { performance: "high_throughput" });
    if (outcome.outcome === "predicted" && outcome.report.interval !== null)
      coverages.push(outcome.report.interval.coverage);
  }
  const coverage = coverages.reduce((sum, one) => sum + one, 0);
  print([
    world.name,
    "slow region",
    truth === null ? "– (its effect isn't known in closed form)" : `${found} of ${seeds}`,
    percent(covered, found),
    `${percent(coverage, coverages.length)} on average of ${coverages.length}`,
  ]);
  sums.found += found;
  sums.covered += covered;
  sums.coverage += coverage;
  sums.predicted += coverages.length;
}
print(["all", "", String(sums.found), percent(sums.covered, sums.found), percent(sums.coverage, sums.predicted)]);
const cpuSeconds = processFigures().cpuSeconds - before;
process.stdout.write(`\n${cpuSeconds.toFixed(1)} s of CPU, load ${loadavg()[0]?.toFixed(1)}\n`);
