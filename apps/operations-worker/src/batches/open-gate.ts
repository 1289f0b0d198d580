import { findGate, type Gate } from "@longhaul/db";
import { isTerminal } from "@longhaul/domain";
import { gateSleepMs, PostponeJob, RefuseJob } from "@longhaul/queue";
import type { WorkerContext } from "../context.ts";

/**
 * Asks the ledger whether an operation may start as far as one of its dependencies goes: returns when it may, fails the
 * gate (and with it the operation's job) when it never will, and puts the gate back to sleep otherwise.
 */
export async function openGate(ctx: WorkerContext, gate: Gate): Promise<void> {
  const state = await findGate(ctx.db, gate);
  if (state === null) throw new RefuseJob("the ledger knows no such dependency");
  if (state.dependency === "Completed") return;
  if (isTerminal(state.status)) throw new RefuseJob(state.reason ?? `the operation is ${state.status}`);
  throw new PostponeJob(gateSleepMs);
}
