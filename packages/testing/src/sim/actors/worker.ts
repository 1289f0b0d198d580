import {
  advanceOperations,
  claimOperations,
  failOperation,
  freeDependents,
  giveUpClaim,
  isPhaseCommitted,
  listFreed,
  recordProgress,
  releaseOperation,
  writtenCommit,
  writtenMove,
  type ClaimedOperation,
  type Move,
} from "@longhaul/db";
import { retryDelaySec } from "@longhaul/domain";
import { LostConnection, type Actor, type Turn } from "../world/actor.ts";
import { again, LEASE_MS, type World } from "../world/world.ts";

/** Operations of a worker at a time. */
const SIZE = 6;

/** One operation that the worker has claimed. */
interface Run {
  readonly operation: ClaimedOperation["operation"];
  readonly phases: number;
  /** The phase that runs, or is to begin. */
  phase: number;
  isBegun: boolean;
}

/** A worker: claims what the queue gives it, runs the phases of all of them beside each other, and writes their moves together. */
export function workerActor(world: World, name: string): Actor {
  return async (turn) => {
    for (;;) {
      await turn.pass();
      const jobs = world.queue.take(SIZE, turn.random());
      if (jobs.length === 0) continue;
      let runs = await claim(world, turn, name, jobs);
      while (runs.length > 0) {
        await turn.pass();
        runs = await advance(world, turn, await settleFailures(world, turn, runs));
      }
    }
  };
}

async function claim(world: World, turn: Turn, workerNode: string, jobs: readonly string[]): Promise<Run[]> {
  const claims = jobs.map((operationId) => ({
    operationId,
    executionId: world.newId("exec"),
    workerNode,
    leaseMs: LEASE_MS,
    begins: true,
  }));
  try {
    const claimed = await claimOperations(turn.sql, claims);
    return claimed.flatMap((own) =>
      own === null
        ? []
        : {
            operation: own.operation,
            phases: own.operation.totalPhases,
            phase: own.checkpoints.length,
            isBegun: own.isBegun,
          },
    );
  } catch (err) {
    if (!(err instanceof LostConnection)) throw err;
    // Whether they were committed can't be known.
    for (const one of claims) await again(async () => giveUpClaim(turn.sql, one));
    return [];
  }
}

/** Some phases fail, some report how far they are, some runs are given back by a worker that drains. */
async function settleFailures(world: World, turn: Turn, runs: readonly Run[]): Promise<Run[]> {
  const kept: Run[] = [];
  for (const run of runs) {
    const { id: operationId, epoch, attempt, retryPolicy } = run.operation;
    const owned = { operationId, epoch };
    const doing = turn.random().next();
    if (doing < 0.06) {
      const error = { code: "simulated", message: "the phase failed" };
      if (retryPolicy !== null && attempt < retryPolicy.maxRetries) {
        const delaySec = retryDelaySec(retryPolicy, attempt + 1);
        await again(async () => releaseOperation(turn.sql, { ...owned, delaySec, attempt: { error } }));
        continue;
      }
      await again(async () => failOperation(turn.sql, { ...owned, error }));
    } else if (doing < 0.08) {
      const { result } = await again(async () => releaseOperation(turn.sql, owned));
      if (result !== null) world.queue.add([operationId]);
    } else if (doing < 0.25 && run.isBegun) {
      const report = { ...owned, leaseMs: LEASE_MS, phaseIdx: run.phase, phaseProgress: 50 };
      const percentage = Math.floor((100 * (run.phase + 0.5)) / run.phases);
      const { result } = await again(async () => recordProgress(turn.sql, { ...report, percentage }));
      if (result) kept.push(run);
    } else kept.push(run);
  }
  return kept;
}

/** Writes a move of each run in one statement. @returns those that go on */
async function advance(world: World, turn: Turn, runs: readonly Run[]): Promise<Run[]> {
  if (runs.length === 0) return [];
  const moves = runs.map((run) => ({ run, move: nextMove(world, turn, run) }));
  const written = moves.map(({ move }) => writtenMove(move));
  const { result, wasRepeated } = await again(async () => advanceOperations(turn.sql, written));
  const going: Run[] = [];
  const ended: Run["operation"][] = [];
  for (const [idx, { run, move }] of moves.entries()) {
    const phaseIdx = move.commits?.at(-1)?.phaseIdx;
    const isOwned =
      result[idx]?.isOwned === true ||
      (wasRepeated &&
        phaseIdx !== undefined &&
        (await again(async () => isPhaseCommitted(turn.sql, { ...move, phaseIdx }))).result);
    if (move.complete !== undefined) ended.push(run.operation);
    if (!isOwned || move.complete !== undefined) continue;
    run.phase = move.start ?? run.phase + (move.commits?.length ?? 0);
    run.isBegun = move.start !== undefined;
    going.push(run);
  }
  await queueDependents(
    world,
    turn,
    ended.filter(({ batchId }) => batchId !== null).map(({ id }) => id),
  );
  return going;
}

/** What a run has to write: a phase that begins, or phases that are done and then the next, or the end. */
function nextMove(world: World, turn: Turn, run: Run): Move {
  const { id: operationId, epoch } = run.operation;
  const owned = { operationId, epoch, leaseMs: LEASE_MS };
  if (run.phase === run.phases) return { operationId, epoch, complete: { summary: {} } };
  const random = turn.random();
  if (!run.isBegun && random.happens(0.5)) return { ...owned, start: run.phase };
  const count = random.happens(0.2) ? Math.min(2, run.phases - run.phase) : 1;
  const commits = Array.from({ length: count }, (_, idx) => {
    const phaseIdx = run.phase + idx;
    const file = `${operationId}/${phaseIdx}/${epoch}`;
    world.oracle.files.add(file);
    return writtenCommit({
      phaseIdx,
      phaseName: `Phase ${phaseIdx}`,
      percentage: Math.min(99, Math.floor((100 * (phaseIdx + 1)) / run.phases)),
      fingerprint: "f",
      output: {},
      files: { result: file },
      artifacts: [],
      detail: {},
    });
  });
  const next = run.phase + count;
  return {
    ...owned,
    ...(run.isBegun ? {} : { begin: run.phase }),
    commits,
    ...(next < run.phases ? { start: next } : random.happens(0.8) ? { complete: { summary: {} } } : {}),
  };
}

/** Hands dependents that the ends of operations have freed to the queue. */
async function queueDependents(world: World, turn: Turn, endedIds: readonly string[]): Promise<void> {
  if (endedIds.length === 0) return;
  const freed = await listFreed(turn.sql, endedIds);
  world.queue.add(freed.map(({ id }) => id));
  for (const batchId of new Set(freed.flatMap((one) => (one.isFreeing ? one.batchId : []))))
    await freeDependents(turn.sql, batchId);
}
