import { findGates, type Db, type Gate } from "@longhaul/db";
import { isTerminal, queueRank, type OperationStatus } from "@longhaul/domain";
import { gateSleepMs, jobCatalog, PostponeJob, RefuseJob, type Queues } from "@longhaul/queue";
import { runTogether } from "@longhaul/stores";

/** A layer of a batch may wake hundreds of gates at once: they share the question, and one connection. */
const LIMITS = { maxRuns: 1, maxTogether: 200 };

/**
 * Makes the processor of gates. It asks the ledger whether an operation may start as far as one of its dependencies goes:
 * returns when it may, fails the gate (and with it the operation's job) when it never will, and puts the gate back to sleep
 * otherwise. The operation's job was added before it had a place in the fair order; before its last gate opens it gets it.
 */
export function gateOpener(
  db: Db,
  queues: Pick<Queues, "prioritize">,
): (gate: Gate) => Promise<{ readonly dependency: OperationStatus }> {
  const find = runTogether(LIMITS, (gates: readonly Gate[]) => findGates(db, gates));
  return async (gate) => {
    const state = await find(gate);
    if (state === null) throw new RefuseJob("the ledger knows no such dependency");
    if (state.dependency === "Completed") {
      if (state.ready !== null) {
        const { priority, fairTag, epoch } = state.ready;
        const jobId = jobCatalog.operations.jobId({ operationId: gate.operationId, epoch });
        await queues.prioritize([{ jobId, priority: queueRank(priority, fairTag) }]);
      }
      return { dependency: state.dependency };
    }
    if (isTerminal(state.status))
      throw new RefuseJob(
        `the dependency is ${state.dependency}, the operation ${state.status}: ${state.reason ?? ""}`,
      );
    throw new PostponeJob(gateSleepMs);
  };
}
