import { createWebhook } from "@longhaul/db";
import { createRandom, type Random } from "../fuzz/random.ts";
import { clientActor } from "./actors/client.ts";
import { delivererActor } from "./actors/deliverer.ts";
import { reconcilerActor } from "./actors/reconciler.ts";
import { workerActor } from "./actors/worker.ts";
import { judgeCounts } from "./judge-counts.ts";
import { createOracle, Violation } from "./world/oracle.ts";
import type { PlantedBug } from "./world/planted-bugs.ts";
import { createSimulatedQueue } from "./world/simulated-queue.ts";
import type { SimulatedLedger } from "./world/simulated-ledger.ts";
import { createSlot, FATES, type Fate, type Slot } from "./world/slot.ts";
import { RECEIVERS, SCOPE, type World } from "./world/world.ts";

export interface WorldPlan {
  /** Everything that happens follows from it. */
  readonly seed: number;
  readonly steps: number;
  /** Only these steps are taken; all when absent. */
  readonly only?: ReadonlySet<number>;
  readonly bug?: PlantedBug | null;
  /** Whether it is left as it is after the last step, and not judged at its end. */
  readonly isLeft?: boolean;
}

export interface WorldOutcome {
  /** Changes of operations, batches and deliveries. */
  readonly transitions: number;
  readonly operations: number;
  readonly violation: Violation | null;
  /** The step in which the violation was seen; more than the plan's steps where it was seen at the end. */
  readonly step: number;
}

const BEGIN_MS = Date.parse("2026-01-01T00:00:00Z");
/** Steps that a world may take to come to its end once nothing disturbs it any more. */
const LAST_STEPS = 6000;

const FATE_SHARE = 0.03;
const PAUSE_SHARE = 0.004;
const WIPE_SHARE = 0.002;
const JUMP_SHARE = 0.004;

/**
 * Lets actors take steps in an order that follows from the seed, with faults, and then lets the world come to its end
 * without. Each step draws its own chance, so that a step that is left out changes nothing of the others' draws.
 */
export async function runWorld(ledger: SimulatedLedger, plan: WorldPlan): Promise<WorldOutcome> {
  let clock = BEGIN_MS;
  await ledger.reset(new Date(clock));
  let ids = 0;
  const world: World = {
    oracle: createOracle(),
    queue: createSimulatedQueue(),
    bug: plan.bug ?? null,
    hasClients: true,
    newId: (kind) => `${kind}-${++ids}`,
  };
  const slots = slotsOf(world, ledger);
  await createReceivers(ledger);
  ledger.takeChanges();

  const take = async (slot: Slot, random: Random, fate: Fate): Promise<void> => {
    await ledger.setTime(new Date(clock));
    await slot.step(random, fate, (sent) => world.oracle.judge(ledger.takeChanges(), sent));
  };
  let step = 0;
  const outcome = (violation: Violation | null): WorldOutcome => ({
    transitions: world.oracle.transitions,
    operations: world.oracle.operations.size,
    violation,
    step,
  });
  try {
    while (step++ < plan.steps) {
      if (plan.only?.has(step) === false) continue;
      const random = randomOf(plan.seed, step);
      clock += 1 + random.below(random.happens(JUMP_SHARE) ? 20_000 : 80);
      if (random.happens(WIPE_SHARE)) world.queue.wipe();
      const slot = random.pick(slots);
      const fate = random.happens(FATE_SHARE) ? random.pick(FATES) : "none";
      if (random.happens(PAUSE_SHARE)) slot.pausedUntil = clock + random.below(40_000);
      if (slot.pausedUntil <= clock) await take(slot, random, fate);
    }
    if (plan.isLeft === true) return outcome(null);
    world.hasClients = false;
    for (const last = step + LAST_STEPS; world.oracle.unfinished().length > 0; step++) {
      if (step === last) throw new Violation("everything ends", world.oracle.unfinished().join(", "));
      const random = randomOf(plan.seed, step);
      clock += random.below(5000);
      await take(random.pick(slots), random, "none");
    }
    world.oracle.judgeEnd();
    await judgeCounts(ledger);
    return outcome(null);
  } catch (err) {
    if (err instanceof Violation) return outcome(err);
    return outcome(new Violation("nothing fails", err instanceof Error ? `${err.message}\n${err.stack}` : String(err)));
  }
}

/** Well mixed: the draws of neighbouring steps and seeds have nothing in common. */
const randomOf = (seed: number, step: number): Random =>
  createRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(step + 1, 0xc2b2ae35));

function slotsOf(world: World, ledger: SimulatedLedger): [Slot, ...Slot[]] {
  const workers = ["worker-1", "worker-2", "worker-3"].map((name) =>
    createSlot(name, workerActor(world, name), ledger),
  );
  return [
    createSlot("client", clientActor(world), ledger),
    // They have most to do.
    ...workers,
    ...workers,
    createSlot("reconciler", reconcilerActor(world), ledger),
    createSlot("deliverer-1", delivererActor(world), ledger),
    createSlot("deliverer-2", delivererActor(world), ledger),
  ];
}

const EVENTS = [
  "operation.created",
  "operation.started",
  "operation.completed",
  "operation.failed",
  "operation.cancelled",
  "operation.progress",
];

async function createReceivers(ledger: SimulatedLedger): Promise<void> {
  for (const { id, url } of RECEIVERS)
    await createWebhook(
      ledger,
      SCOPE,
      {
        id,
        url,
        name: id,
        events: EVENTS,
        filters: {},
        authType: "hmac",
        retryPolicy: { maxRetries: 3, retryDelay: 2, backoffMultiplier: 2, maxDelay: 60 },
        headers: {},
        secret: null,
        createdBy: "client",
      },
      10,
    );
}
