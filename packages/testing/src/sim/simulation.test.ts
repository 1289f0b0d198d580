import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLANTED_BUGS, type PlantedBug } from "./world/planted-bugs.ts";
import { shrinkWorld, simulate } from "./simulate.ts";
import { createSimulatedLedger, type SimulatedLedger } from "./world/simulated-ledger.ts";

let ledger: SimulatedLedger;
beforeAll(async () => {
  ledger = await createSimulatedLedger();
});
afterAll(() => ledger.close());

describe("the simulated ledger", () => {
  it("keeps every promise while processes die, pause and lose answers, and comes to its end afterwards", async () => {
    const { failure, transitions } = await simulate(ledger, { seed: 1, steps: 2000 });
    expect(failure?.outcome.violation?.message).toBeUndefined();
    expect(transitions).toBeGreaterThan(2000);
  });

  it("does the same again with the same seed, and something else with another", async () => {
    const run = async (seed: number) => simulate(ledger, { seed, steps: 200 });
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect((await run(8)).transitions).not.toBe(first.transitions);
  });
});

describe("a planted bug", () => {
  const expected: Readonly<Record<PlantedBug, string>> = {
    "missing-epoch-check": "no write of a dead epoch",
    "forgotten-settle": "a batch ends with its last operation",
    "delete-before-commit": "results are there",
  };

  for (const [bug, promise] of Object.entries(expected) as [PlantedBug, string][]) {
    it(`${bug} is found, and fewer steps find it again`, async () => {
      await ledger.plant(PLANTED_BUGS[bug]);
      const { failure } = await simulate(ledger, { seed: 1, steps: 20_000, bug });
      expect(failure?.outcome.violation?.promise).toBe(promise);
      if (failure === null) return;
      const fewest = await shrinkWorld(ledger, failure.plan, failure.outcome, 15);
      expect(fewest.only?.size).toBeLessThan(failure.outcome.step);
      const replayed = await simulate(ledger, { ...fewest, bug });
      expect(replayed.failure?.outcome.violation?.promise).toBe(promise);
    });
  }
});
