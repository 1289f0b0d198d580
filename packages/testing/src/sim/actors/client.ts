import { trialWork } from "../../trial/trial-work.ts";
import {
  cancelBatch,
  cancelOperation,
  createBatch,
  createOperations,
  createRetry,
  findRetries,
  listCheckpoints,
  type NewBatchOperation,
  type NewOperation,
} from "@longhaul/db";
import { isTerminal } from "@longhaul/domain";
import type { Random } from "../../fuzz/random.ts";
import type { Actor, Turn } from "../world/actor.ts";
import { SCOPE, type World } from "../world/world.ts";

/** Operations under way at which clients wait. */
const MOST_OPEN = 30;

const POLICY = { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: true };
const CANCELLATION = {
  cancelledBy: "client",
  preservePartialResults: true,
  forceTermination: false,
  notifyCallbacks: true,
};

/** The API with its clients: accepts operations, batches and retries, cancels, and adds jobs after each commit. */
export function clientActor(world: World): Actor {
  return async (turn) => {
    for (;;) {
      await turn.pass();
      if (!world.hasClients) continue;
      const random = turn.random();
      const open = [...world.oracle.operations.values()].filter(({ status }) => !isTerminal(status));
      const doing = random.next();
      if (doing < 0.12)
        await cancelOne(
          world,
          turn,
          open.map(({ id }) => id),
        );
      else if (doing < 0.15) await cancelOneBatch(world, turn);
      else if (doing < 0.3) await retryOne(world, turn);
      else if (open.length < MOST_OPEN && doing < 0.5) await submitBatch(world, turn);
      else if (open.length < MOST_OPEN) await submit(world, turn);
    }
  };
}

function newOperation(world: World, random: Random): Omit<NewOperation, "tenantId" | "projectId" | "createdBy"> {
  const phases = Array.from({ length: 1 + random.below(4) }, (_, idx) => ({ name: `Phase ${idx}`, weight: 1 }));
  return {
    id: world.newId("op"),
    ...trialWork,
    type: "Simulated",
    name: "Simulated",
    priority: random.pick(["Low", "Normal", "High", "Critical"]),
    timeoutSec: random.pick([20, 120, 600]),
    phases,
    ...(random.happens(0.3)
      ? {
          callbacks: {
            onProgress: "https://calls.example.com/progress",
            onCompletion: "https://calls.example.com/done",
            onError: "https://calls.example.com/error",
          },
        }
      : {}),
    ...(random.happens(0.5) ? { retryPolicy: { maxRetries: 2, retryDelay: 1, backoffMultiplier: 2 } } : {}),
  };
}

const owned = { ...SCOPE, createdBy: "client" };

async function submit(world: World, turn: Turn): Promise<void> {
  const random = turn.random();
  const operations = Array.from({ length: 1 + random.below(4) }, () => ({ ...newOperation(world, random), ...owned }));
  const { created } = await createOperations(turn.sql, operations);
  world.oracle.acknowledge([...created.keys()]);
  await turn.pass();
  world.queue.add([...created].flatMap(([id, { isAdmitted }]) => (isAdmitted ? id : [])));
}

async function submitBatch(world: World, turn: Turn): Promise<void> {
  const random = turn.random();
  const operations: NewBatchOperation[] = [];
  const size = 2 + random.below(7);
  for (let position = 0; position < size; position++) {
    const dependsOn = operations.filter(() => random.happens(0.35)).map(({ id }) => id);
    operations.push({ ...newOperation(world, random), operationKey: `k${position}`, dependsOn, position });
  }
  const batch = {
    ...owned,
    id: world.newId("batch"),
    name: "Simulated",
    failurePolicy: { ...POLICY, stopOnFirstFailure: random.happens(0.3) },
    ...(random.happens(0.3)
      ? {
          callbacks: {
            onOperationComplete: "https://calls.example.com/one",
            onBatchComplete: "https://calls.example.com/all",
          },
        }
      : {}),
    operations,
  };
  await turn.transaction(async (tx) => createBatch(tx, batch));
  world.oracle.acknowledge(operations.map(({ id }) => id));
  await turn.pass();
  world.queue.add(operations.filter(({ dependsOn }) => dependsOn.length === 0).map(({ id }) => id));
}

async function cancelOne({ oracle, queue }: World, turn: Turn, open: readonly string[]): Promise<void> {
  const [first, ...others] = open;
  if (first === undefined) return;
  const operationId = turn.random().pick([first, ...others]);
  await cancelOperation(turn.sql, SCOPE, { ...CANCELLATION, operationId });
  // Now and then a job of it is left.
  if (oracle.operations.has(operationId) && turn.random().happens(0.2)) queue.add([operationId]);
}

async function cancelOneBatch({ oracle }: World, turn: Turn): Promise<void> {
  const [first, ...others] = oracle.batches.keys();
  if (first === undefined) return;
  await cancelBatch(turn.sql, SCOPE, turn.random().pick([first, ...others]), CANCELLATION);
}

const RETRYABLE: readonly string[] = ["Failed", "Timeout", "Cancelled"];

/** Retries what ended otherwise than well, from the phase that failed. */
async function retryOne(world: World, turn: Turn): Promise<void> {
  const random = turn.random();
  const ended = [...world.oracle.operations.values()].filter(({ status }) => RETRYABLE.includes(status));
  // Where phases are taken over, there is most to do wrong.
  const begun = ended.filter(({ progress }) => progress > 0);
  const [first, ...others] = (begun.length > 0 ? begun : ended).map(({ id }) => id);
  if (first === undefined) return;
  const retryOf = random.pick([first, ...others]);
  const checkpoints = await listCheckpoints(turn.sql, retryOf);
  const retry = {
    ...newOperation(world, turn.random()),
    ...owned,
    retryOf,
    phases: Array.from({ length: 4 }, (_, idx) => ({ name: `Phase ${idx}`, weight: 1 })),
    preservedPhases: checkpoints.length,
    progress: Math.min(99, checkpoints.length * 25),
    retry: { mode: "resume", preserveOriginalResults: turn.random().happens(0.3) },
  };
  const [rootId] = retryOf.split("~", 1);
  const id = await turn.transaction(async (tx) => {
    const retries = await findRetries(tx, rootId ?? retryOf);
    if (retries.some(({ status }) => !isTerminal(status))) return null;
    const retryNumber = retries.length + 1;
    const retryId = `${rootId}~${retryNumber}`;
    await createRetry(tx, { ...retry, id: retryId, rootId: rootId ?? retryOf, retryNumber });
    return retryId;
  });
  if (id === null) return;
  world.oracle.acknowledge([id]);
  await turn.pass();
  world.queue.add([id]);
}
