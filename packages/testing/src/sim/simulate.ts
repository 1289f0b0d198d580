import type { PlantedBug } from "./world/planted-bugs.ts";
import { runWorld, type WorldOutcome, type WorldPlan } from "./run-world.ts";
import { shrinkSteps } from "./shrink-steps.ts";
import type { SimulatedLedger } from "./world/simulated-ledger.ts";

/** Steps of one world; then another begins, empty. */
export const WORLD_STEPS = 2000;

const MOST_SHRINKING_RUNS = 300;

export interface SimulationPlan {
  readonly seed: number;
  /** Over all worlds, without those in which they come to their ends. */
  readonly steps: number;
  readonly only?: ReadonlySet<number>;
  readonly bug?: PlantedBug | null;
  /** Called after each world. */
  readonly onWorld?: (outcome: WorldOutcome, plan: WorldPlan) => void;
}

export interface SimulationOutcome {
  readonly worlds: number;
  readonly operations: number;
  readonly transitions: number;
  readonly failure: { readonly plan: WorldPlan; readonly outcome: WorldOutcome } | null;
}

/** Simulates one world after the other, each with the seed after the last one's, until one breaks a promise. */
export async function simulate(ledger: SimulatedLedger, plan: SimulationPlan): Promise<SimulationOutcome> {
  const total = { worlds: 0, operations: 0, transitions: 0 };
  for (let left = plan.steps; left > 0; left -= WORLD_STEPS) {
    const world: WorldPlan = {
      seed: plan.seed + total.worlds,
      steps: Math.min(left, WORLD_STEPS),
      bug: plan.bug ?? null,
      ...(plan.only === undefined ? {} : { only: plan.only }),
    };
    const outcome = await runWorld(ledger, world);
    total.worlds++;
    total.operations += outcome.operations;
    total.transitions += outcome.transitions;
    plan.onWorld?.(outcome, world);
    if (outcome.violation !== null) return { ...total, failure: { plan: world, outcome } };
  }
  return { ...total, failure: null };
}

/** The fewest steps that were found to break the same promise. */
export async function shrinkWorld(
  ledger: SimulatedLedger,
  plan: WorldPlan,
  outcome: WorldOutcome,
  mostRuns = MOST_SHRINKING_RUNS,
): Promise<WorldPlan> {
  const steps = Math.min(plan.steps, outcome.step);
  const taken = Array.from({ length: steps }, (_, idx) => idx + 1).filter((step) => plan.only?.has(step) !== false);
  const fails = async (kept: readonly number[]): Promise<boolean> => {
    const { violation } = await runWorld(ledger, {
      ...plan,
      steps,
      only: new Set(kept),
      isLeft: outcome.step <= plan.steps,
    });
    return violation?.promise === outcome.violation?.promise;
  };
  const kept = await shrinkSteps(taken, fails, mostRuns);
  // What was seen at the end is seen again only after as many steps, taken or not: their numbers are what the world draws from.
  return { ...plan, steps: outcome.step <= plan.steps ? (kept.at(-1) ?? 0) : steps, only: new Set(kept) };
}

/** The command that replays a world. */
export function replayCommand({ seed, steps, only, bug }: WorldPlan): string {
  const options = [`--seed ${seed}`, `--steps ${steps}`];
  if (only !== undefined) options.push(`--only ${[...only].join(",")}`);
  if (bug !== null && bug !== undefined) options.push(`--bug ${bug}`);
  return `pnpm sim ${options.join(" ")}`;
}
