import { randomUUID } from "node:crypto";
import {
  askModel,
  newModelOperation,
  patientLimits,
  useTestDatabase,
  type ModelMove,
  type ModelOperation,
} from "@longhaul/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  advanceOperations,
  createLockedLane,
  claimOperations,
  createDb,
  createOperations,
  writePastLocks,
  writtenCommit,
  writtenMove,
  type Db,
  type Move,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());

const OPERATIONS = 5;
const PHASES = 3;
const leaseMs = 60_000;

/** What a worker may try, its epoch and data right or wrong. */
interface Try {
  readonly operation: number;
  readonly isStale: boolean;
  /** The first phase that is committed. */
  readonly commit: number | null;
  /** How many are, and whether the first begins with the same move. */
  readonly commits: number;
  readonly begins: boolean;
  readonly start: number | null;
  readonly completes: boolean;
  readonly isRefused: boolean;
}
const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
const phase = fc.integer({ min: 0, max: PHASES - 1 });
const nothing = fc.constant(null);
/** Commits, a start, an end, or commits and one of these. */
const parts = fc.oneof(
  fc.record({ commit: nothing, start: phase, completes: fc.constant(false) }),
  fc.record({ commit: phase, start: fc.option(phase), completes: fc.constant(false) }),
  fc.record({ commit: fc.option(phase), start: nothing, completes: fc.constant(true) }),
);
const attempt: fc.Arbitrary<Try> = fc
  .record({
    operation: fc.integer({ min: 0, max: OPERATIONS - 1 }),
    isStale: rarely,
    isRefused: rarely,
    commits: fc.integer({ min: 1, max: PHASES }),
    begins: fc.boolean(),
    parts,
  })
  .map(({ parts: part, commits, ...rest }) => ({
    ...rest,
    ...part,
    commits: part.commit === null ? 0 : Math.min(commits, PHASES - part.commit),
  }));
const rounds = fc.array(fc.uniqueArray(attempt, { selector: ({ operation }) => operation, minLength: 1 }), {
  minLength: 4,
  maxLength: 12,
});

/** The try in the words of the model. */
const toAsk = ({ isStale, commit, ...rest }: Try): ModelMove => ({
  ...rest,
  epoch: isStale ? 0 : 1,
  first: commit ?? 0,
  by: "f",
  percentage: 10,
});

const toMove = (operationId: string, given: Try): Move => {
  const { isStale, commit, commits, begins, start, completes, isRefused } = given;
  return {
    operationId,
    epoch: isStale ? 0 : 1,
    leaseMs,
    ...(commit === null
      ? {}
      : {
          ...(begins ? { begin: commit } : {}),
          commits: Array.from({ length: commits }, (_, nth) =>
            writtenCommit({
              phaseIdx: commit + nth,
              phaseName: `phase ${commit + nth}`,
              percentage: 10,
              fingerprint: "f",
              output: { commit: commit + nth },
              files: {},
              artifacts: [],
              detail: {},
              ...(isRefused ? { recordsProcessed: 1e30 } : {}),
            }),
          ),
        }),
    ...(start === null ? {} : { start }),
    ...(completes ? { complete: { summary: {} } } : {}),
  };
};

async function createRunning(): Promise<string[]> {
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  const ids = Array.from({ length: OPERATIONS }, () => `op-${randomUUID()}`);
  const phases = Array.from({ length: PHASES }, (_, idx) => ({ name: `phase ${idx}`, weight: 1 }));
  const rest = { type: "T", name: "n", priority: "Low", parameters: {}, timeoutSec: 3600, createdBy: "x" } as const;
  const needs = { cpuUnits: 1, memoryGb: 1, estimatedLowSec: 1, estimatedHighSec: 1 };
  await createOperations(
    db,
    ids.map((id) => ({ id, ...scope, ...rest, ...needs, phases })),
  );
  const claims = ids.map((operationId) => ({ operationId, executionId: "e", workerNode: "w", leaseMs, begins: true }));
  expect((await claimOperations(db, claims)).every((claimed) => claimed?.operation.epoch === 1)).toBe(true);
  return ids;
}

type Stored = Pick<ModelOperation, "status" | "phases" | "events">;

async function stored(ids: readonly string[]): Promise<Stored[]> {
  const { rows } = await db.query<Stored & { id: string; sequences: number[] }>(
    `SELECT o.id, o.status,
       (SELECT array_agg(p.status ORDER BY p.idx) FROM phases p WHERE p.operation_id = o.id) AS phases,
       (SELECT array_agg(e.type ORDER BY e.sequence) FROM events e WHERE e.operation_id = o.id) AS events,
       (SELECT array_agg(e.sequence ORDER BY e.position) FROM events e WHERE e.operation_id = o.id) AS sequences
     FROM operations o WHERE o.id = ANY ($1)`,
    [ids],
  );
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw new Error(`no operation ${id}`);
    const { status, phases, events, sequences } = row;
    expect(sequences).toEqual(events.map((_, idx) => idx + 1));
    return { status, phases, events };
  });
}

describe("moves that are written together", () => {
  it("do each what it would do alone: those of zombies nothing, refused ones nothing and no harm to the others", async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const ids = await createRunning();
        const models = ids.map(() => askModel(newModelOperation(PHASES), { kind: "claim", executionId: "e" }).next);
        for (const tries of history) {
          const moves = tries.map((one) => toMove(ids[one.operation] ?? "", one));
          const written = await writePastLocks(
            moves.map(writtenMove),
            async (given, lockMs) => advanceOperations(db, given, lockMs),
            createLockedLane(),
          );
          const outcomes = await Promise.all(written.map(async (outcome) => outcome));
          const expected = tries.map((one) => {
            const right = askModel(models[one.operation] ?? newModelOperation(PHASES), { kind: "move", ...toAsk(one) });
            models[one.operation] = right.next;
            return right.answer === true;
          });
          expect(outcomes.map((outcome) => "written" in outcome && outcome.written.isOwned)).toEqual(expected);
          expect(await stored(ids)).toEqual(models.map(({ status, phases, events }) => ({ status, phases, events })));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("never wait for each other in a circle, in whatever order two writers name the same operations", async () => {
    const ids = await createRunning();
    const start = async (order: readonly string[], epoch: number): Promise<number> => {
      const moves = order.map((operationId) => writtenMove({ operationId, epoch, leaseMs, start: 0 }));
      const moved = await advanceOperations(db, moves);
      return moved.filter(({ isOwned }) => isOwned).length;
    };
    const sizes: number[] = [];
    for (let turn = 0; turn < 25; turn++) {
      const [owner, zombie] = await Promise.all([start(ids, 1), start(ids.toReversed(), 0)]);
      sizes.push(owner, zombie);
    }
    expect(new Set(sizes)).toEqual(new Set([OPERATIONS, 0]));
  });
});
