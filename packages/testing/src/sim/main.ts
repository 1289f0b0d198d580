// Simulates the ledger with faults: pnpm sim [--seed 1] [--steps 54000] [--only 3,17,20] [--bug missing-epoch-check]
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { PLANTED_BUGS, type PlantedBug } from "./world/planted-bugs.ts";
import { replayCommand, shrinkWorld, simulate } from "./simulate.ts";
import { createSimulatedLedger } from "./world/simulated-ledger.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    steps: { type: "string", default: "54000" },
    only: { type: "string" },
    bug: { type: "string" },
  },
});
const isBug = (name: string): name is PlantedBug => Object.hasOwn(PLANTED_BUGS, name);
const bug = values.bug ?? null;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (bug !== null && !isBug(bug)) {
  say(`--bug is one of ${Object.keys(PLANTED_BUGS).join(", ")}`);
  process.exitCode = 2;
} else {
  const begun = performance.now();
  const ledger = await createSimulatedLedger();
  if (bug !== null) await ledger.plant(PLANTED_BUGS[bug]);
  const { worlds, operations, transitions, failure } = await simulate(ledger, {
    seed: Number(values.seed),
    steps: Number(values.steps),
    bug,
    ...(values.only === undefined ? {} : { only: new Set(values.only.split(",").map(Number)) }),
  });
  const { user, system } = process.cpuUsage();
  const cpu = ((user + system) / 1e6).toFixed(1);
  const took = ((performance.now() - begun) / 1000).toFixed(1);
  say(
    `${worlds} worlds · ${operations} operations · ${transitions} transitions · ${cpu} s CPU, ${took} s · load ${loadavg()[0]?.toFixed(1)}`,
  );
  if (failure?.outcome.violation) {
    say(`${failure.outcome.violation.message}\n  ${replayCommand(failure.plan)}`);
    if (values.only === undefined)
      say(`  fewest steps: ${replayCommand(await shrinkWorld(ledger, failure.plan, failure.outcome))}`);
    process.exitCode = 1;
  }
  await ledger.close();
}
