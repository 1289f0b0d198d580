import { loadavg } from "node:os";
import { namesCause, plantedLog, type PlantedCause } from "../src/advice/planted-log.fixture.ts";
import { PLANTED_WORLDS } from "../src/advice/planted-worlds.fixture.ts";
import { recommendImprovements } from "../src/index.ts";
import { processFigures } from "./mining-run.ts";

/*
 * pnpm bench planted [seeds = 10]
 *
 * Asks for recommendations on made-up logs of several kinds, each with one planted cause, and prints in how many the cause
 * is the first that is named; and in how many of twice as many logs without a cause nothing is.
 */

const CAUSES: readonly PlantedCause[] = ["scarce-resource", "slow-region", "weekly-batch", "supplier-rework", "none"];

const seeds = Number(process.argv[2] ?? 10);
if (!(seeds > 0)) throw new Error("give a number of seeds above 0");

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

const before = processFigures().cpuSeconds;
print(["log", ...CAUSES]);
print(["---", ...CAUSES.map(() => "---")]);
for (const world of PLANTED_WORLDS) {
  const cells: string[] = [];
  for (const cause of CAUSES) {
    const runs = cause === "none" ? 2 * seeds : seeds;
    let named = 0;
    for (let seed = 0; seed < runs; seed++) {
      const { log, attributes } = plantedLog(cause, seed, world);
      const [first] = await recommendImprovements(log, { attributes });
      if (namesCause(cause, world, first)) named++;
    }
    cells.push(`${named} of ${runs}`);
  }
  print([world.name, ...cells]);
}
const cpuSeconds = processFigures().cpuSeconds - before;
process.stdout.write(`\n${cpuSeconds.toFixed(1)} s of CPU, load ${loadavg()[0]?.toFixed(1)}\n`);
