import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import {
  cancelOperation,
  createOperations,
  failOperation,
  giveUpClaim,
  outlastFaults,
  reclaimOperations,
  recordProgress,
  releaseOperation,
  writtenCommit,
  type Db,
  type Move,
} from "@longhaul/db";
import { isStoreFault } from "@longhaul/stores";
import {
  isExplained,
  newModelOperation,
  trialWork,
  type Answer,
  type Ask,
  type Attempt,
  type ModelMove,
  type ModelOperation,
} from "@longhaul/testing";
import type { LedgerWriter } from "../context/ledger-writer.ts";
import type { FaultyDb } from "./faulty-db.ts";
import { readModels } from "./read-models.ts";
import { OPERATIONS, PHASES, type WriterAction, type MoveShape, type Round } from "./writer-history.ts";

/** A worker, as far as the ledger knows it. */
export interface HistoryWorker {
  readonly faulty: FaultyDb;
  readonly writer: LedgerWriter;
}

const leaseMs = 3_600_000;
/** Longer than what the writer lets others wait for. */
const LONG = "x".repeat(260_000);

/** What happened to one operation in a round: the tries of each who asked, in the order of that caller. */
type Callers = Attempt[][];

/**
 * Plays rounds on operations of their own.
 * @returns what became of an operation in a way that no order of what was asked explains, or null
 */
export async function playHistory(db: Db, workers: readonly HistoryWorker[], rounds: readonly Round[]) {
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  const ids = Array.from({ length: OPERATIONS }, () => `op-${randomUUID()}`);
  const phases = Array.from({ length: PHASES }, (_, idx) => ({ name: `phase ${idx}`, weight: 1 }));
  await createOperations(
    db,
    ids.map((id) => ({ id, ...scope, ...trialWork, createdBy: "ann", phases })),
  );
  let models: readonly ModelOperation[] = ids.map(() => newModelOperation(PHASES));
  for (const round of rounds) {
    await db.query(
      "UPDATE operations SET lease_until = now() - interval '1 second' WHERE id = ANY ($1) AND lease_until IS NOT NULL",
      [round.lapses.map((at) => ids[at])],
    );
    const before = models.map((model, at) =>
      round.lapses.includes(at) && model.lease === "live" ? { ...model, lease: "lapsed" as const } : model,
    );
    const happened = await playRound(db, workers, round, { ids, scope, models: before });
    models = await readModels(db, ids);
    for (const [at, now] of models.entries()) {
      const [was, callers] = [before[at], happened[at]];
      if (was !== undefined && callers !== undefined && !isExplained(was, callers, now)) return { was, callers, now };
    }
  }
  return null;
}

interface Table {
  readonly ids: readonly string[];
  readonly scope: { readonly tenantId: string; readonly projectId: string };
  readonly models: readonly ModelOperation[];
}

async function playRound(
  db: Db,
  workers: readonly HistoryWorker[],
  round: Round,
  { ids, scope, models }: Table,
): Promise<readonly Callers[]> {
  const happened: readonly Callers[] = ids.map(() => []);
  workers.forEach(({ faulty }, at) => faulty.plan(round.faults[at] ?? []));
  const playing = round.actions.flatMap((actions, who) =>
    actions.map(async (action) => {
      const [operationId = "", model, callers] = [
        ids[action.operation],
        models[action.operation],
        happened[action.operation],
      ];
      if (model === undefined || callers === undefined) return;
      const request = toAsk(model, action);
      const askers = [workers[who] ?? { faulty: { db }, writer: null }];
      const other = workers[1 - who];
      const isTaken = round.actions[1 - who]?.some(({ operation }) => operation === action.operation) === true;
      // A writer has at most one move of an operation in hand.
      if (other !== undefined && !isTaken && action.does.kind === "move" && action.does.isTwice) askers.push(other);
      await Promise.all(
        askers.map(async ({ faulty, writer }) => {
          const tries: Attempt[] = [];
          callers.push(tries);
          for (let turn = 0; turn < action.turns; turn++) await setImmediate();
          const ask = async () => answerOf({ db: faulty.db, writer, operationId, scope }, request, action);
          const attempt = async () => tryOnce(tries, request, ask);
          const isPatient = action.isPatient && request.kind !== "claim";
          await (isPatient ? outlastFaults(db, attempt, { isOver: () => false }) : attempt()).catch(
            async (err: unknown) => {
              if (!isStoreFault(err)) throw err;
              // As a worker does that doesn't know whether its claim holds.
              if (request.kind !== "claim") return;
              const { executionId } = request;
              await tryOnce(tries, { kind: "give up", executionId }, async () => {
                await giveUpClaim(db, { operationId, executionId });
                return true;
              });
            },
          );
        }),
      );
    }),
  );
  if (round.reclaims) playing.push(reclaim(db, ids, happened));
  await Promise.all(playing);
  return happened;
}

/** Notes the answer, or that it was lost. */
async function tryOnce(tries: Attempt[], ask: Ask, asking: () => Promise<Answer>): Promise<void> {
  const attempt: Attempt = { ask, answer: undefined };
  tries.push(attempt);
  try {
    attempt.answer = await asking();
  } catch (err) {
    if (isStoreFault(err)) throw err;
    attempt.answer = "error";
  }
}

async function reclaim(db: Db, ids: readonly string[], happened: readonly Callers[]): Promise<void> {
  const taken = new Set((await reclaimOperations(db, 1000)).map(({ id }) => id));
  ids.forEach((id, at) => happened[at]?.push([{ ask: { kind: "reclaim" }, answer: taken.has(id) }]));
}

/** The request that an action becomes for an operation in the state of `model`. */
function toAsk(model: ModelOperation, { does, isStale }: WriterAction): Ask {
  const epoch = isStale ? model.epoch - 1 : model.epoch;
  switch (does.kind) {
    case "claim":
    case "move":
      // Nobody has anything to write of what was never claimed, but somebody who is far behind.
      return does.kind === "move" && (model.status !== "Initiated" || isStale)
        ? { kind: "move", ...toMove(model, does, epoch) }
        : { kind: "claim", executionId: `exec-${randomUUID()}` };
    case "log":
      return { kind: "log", epoch, upTo: model.logged[1] + 1, messages: [randomUUID()] };
    case "progress":
      return { kind: "progress", epoch, percentage: does.percentage };
    case "cancel":
      return { kind: "cancel" };
    case "fail":
    case "release":
      return { kind: does.kind, epoch };
  }
}

function toMove({ phases, checkpoints }: ModelOperation, shape: MoveShape, epoch: number): ModelMove {
  const open = phases.findIndex((status) => status !== "Completed");
  const first = ((open === -1 ? PHASES - 1 : open) + shape.offset) % PHASES;
  const commits = Math.min(shape.commits, PHASES - first);
  const isIdle = commits === 0 && !shape.completes;
  const start = isIdle || (shape.starts && !shape.completes && first + commits < PHASES) ? first + commits : null;
  return {
    epoch,
    begins: shape.begins,
    first,
    commits,
    by: randomUUID(),
    percentage: 10 * (1 + checkpoints.length),
    start,
    completes: shape.completes,
    isRefused: shape.isRefused,
  };
}

interface Way {
  readonly db: Db;
  /** Null for those who are no worker. */
  readonly writer: LedgerWriter | null;
  readonly operationId: string;
  readonly scope: Table["scope"];
}

async function answerOf({ db, writer, operationId, scope }: Way, ask: Ask, action: WriterAction): Promise<Answer> {
  const isLong = action.does.kind === "move" && action.does.isLong;
  switch (ask.kind) {
    case "claim": {
      const claim = { operationId, executionId: ask.executionId, workerNode: "w", leaseMs, begins: true };
      return (
        (await writer?.claim(claim, { isBeside: action.isPatient, onBytes: () => undefined }))?.operation.epoch ?? null
      );
    }
    case "move":
      return (await writer?.write(toWritten(operationId, ask, isLong))) ?? false;
    case "log": {
      const entries = ask.messages.map((message) => ({
        number: ask.upTo,
        time: new Date().toISOString(),
        level: "info" as const,
        phase: null,
        attempt: 1,
        message,
      }));
      await writer?.log({ operationId, epoch: ask.epoch, upTo: ask.upTo, dropped: 0, entries });
      return true;
    }
    case "progress": {
      const { epoch, percentage } = ask;
      return recordProgress(db, { operationId, epoch, leaseMs, phaseIdx: 0, percentage, phaseProgress: percentage });
    }
    case "fail":
      return failOperation(db, { operationId, epoch: ask.epoch, error: { code: "x", message: "x" } });
    case "release":
      return releaseOperation(db, { operationId, epoch: ask.epoch });
    case "cancel": {
      const cancellation = {
        preservePartialResults: true,
        forceTermination: false,
        notifyCallbacks: true,
        cancelledBy: "ann",
      };
      return (await cancelOperation(db, scope, { operationId, ...cancellation })) !== null;
    }
    case "reclaim":
    case "give up":
      throw new Error(`${ask.kind} is nobody's action`);
  }
}

function toWritten(operationId: string, move: ModelMove, isLong: boolean): Move {
  const { epoch, begins, first, commits, by, percentage, start, completes, isRefused } = move;
  const written = Array.from({ length: commits }, (_, nth) =>
    writtenCommit({
      phaseIdx: first + nth,
      phaseName: `phase ${first + nth}`,
      percentage,
      fingerprint: "f",
      output: { by, ...(isLong ? { LONG } : {}) },
      files: {},
      artifacts: [],
      detail: {},
      ...(isRefused ? { recordsProcessed: 1e30 } : {}),
    }),
  );
  return {
    operationId,
    epoch,
    leaseMs,
    ...(commits === 0 ? {} : { commits: written, ...(begins ? { begin: first } : {}) }),
    ...(start === null ? {} : { start }),
    ...(completes ? { complete: { summary: { by } } } : {}),
  };
}
