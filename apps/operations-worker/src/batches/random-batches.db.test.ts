import { cancelOperation, type BatchOperation } from "@longhaul/db";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectSoundEnd } from "../test/check-batch.ts";
import { submitBatch, type TrialNode } from "../test/submit-batch.ts";
import { useTrialBench } from "../test/use-worker.ts";

/** `LONGHAUL_CHAOS=full` runs graphs of up to 200 nodes; every test run small ones. */
const SIZE =
  process.env["LONGHAUL_CHAOS"] === "full" ? { runs: 10, nodes: 200, kills: 4 } : { runs: 2, nodes: 24, kills: 1 };

const dependencies = fc.oneof(
  { weight: 9, arbitrary: fc.uniqueArray(fc.nat(), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.nat(), { minLength: 10, maxLength: 14 }) },
);

/**
 * A graph in which each node depends on earlier ones, some of them on many, in some graphs most of them on the first one;
 * some fail, and some are cancelled or the queue wiped on the way.
 */
const wild = fc
  .record({
    edges: fc.array(dependencies, { minLength: SIZE.nodes / 2, maxLength: SIZE.nodes }),
    hasHub: fc.boolean(),
    fails: fc.array(fc.nat({ max: 11 }), { minLength: SIZE.nodes, maxLength: SIZE.nodes }),
    cancels: fc.array(fc.nat(), { maxLength: 3 }),
    wipes: fc.boolean(),
    policy: fc.constantFrom({}, {}, { stopOnFirstFailure: true }, { continueIndependentOperations: false }),
  })
  .map(({ edges, fails, hasHub, ...rest }) => ({
    ...rest,
    nodes: edges.map((wanted, idx): TrialNode => ({
      dependsOn:
        idx === 0 ? [] : [...new Set(wanted.map((number) => (hasHub && wanted.length < 4 ? 0 : number % idx)))],
      type: "TrialInline",
      parameters: fails[idx] === 0 ? { at: 0, behaviour: "refuse" } : { phaseMs: 9 * ((fails[idx] ?? 0) % 4) },
    })),
  }));

const WORKER = { WORKER_CRASH_BUDGET: "50", LOG_LEVEL: "error" };

describeEachBackend("random batches", (backend) => {
  const bench = useTrialBench(backend);

  it("end soundly through failures, cancellations, wiped queues and killed workers", async () => {
    await fc.assert(
      fc.asyncProperty(wild, async ({ nodes, cancels, wipes, policy }) => {
        let worker = await bench.spawnWorker(WORKER);
        const batch = await submitBatch(bench, nodes, { policy });
        const ended = async (): Promise<number> => {
          const { rows } = await bench
            .db()
            .query<{ n: number }>("SELECT count(*) AS n FROM operations WHERE batch_id = $1 AND ended_at IS NOT NULL", [
              batch.batchId,
            ]);
          return rows[0]?.n ?? 0;
        };
        const past = (share: number): Promise<unknown> =>
          waitFor(async () => (await ended()) >= share * nodes.length, {
            what: `${100 * share} % ended`,
          });
        for (let kill = 1; kill <= SIZE.kills; kill++) {
          await past(kill / (SIZE.kills + 2));
          await bench.killWorker(worker);
          if (wipes && kill === 1) await bench.queues().obliterate();
          for (const idx of cancels) {
            await cancelOperation(bench.db(), bench.scope, {
              operationId: batch.ids[(idx * kill) % batch.ids.length] ?? "",
              cancelledBy: "ann",
              preservePartialResults: true,
              forceTermination: false,
              notifyCallbacks: true,
            });
          }
          worker = await bench.spawnWorker(WORKER);
        }
        const { operations } = await expectSoundEnd(bench, batch);
        await worker.kill("SIGKILL");
        expect(Object.keys(policy).length === 0 ? wronglyEnded(operations) : []).toEqual([]);
      }),
      { numRuns: SIZE.runs, endOnFailure: true },
    );
  });
});

/** With a policy that lets independent operations go on, only dependents of what did not complete may be cancelled by Longhaul. */
function wronglyEnded(operations: readonly BatchOperation[]): string[] {
  const statusOf = new Map(operations.map((operation) => [operation.id, operation.status]));
  return operations
    .filter((operation) => {
      const isHeldUp = operation.dependsOn.some((id) => statusOf.get(id) !== "Completed");
      const isTakenAlong = operation.cancellation?.cancelledBy === "longhaul";
      return isHeldUp ? operation.status !== "Cancelled" : isTakenAlong;
    })
    .map((operation) => `${operation.operationKey} ${operation.status}`);
}
