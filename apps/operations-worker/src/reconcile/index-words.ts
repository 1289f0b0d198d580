import { indexOperations } from "@longhaul/db";
import type { WorkerContext } from "../context.ts";

/** Of a statement: some tens of milliseconds. */
const AT_ONCE = 200;
const STATEMENT_MS = 60_000;

/** Notes what operations can be found by, beside the rounds of the reconciler, one statement after another as long as some wait. */
export function createIndexing(): (ctx: WorkerContext) => void {
  let isBusy = false;
  return (ctx) => {
    if (isBusy) return;
    isBusy = true;
    indexAll(ctx)
      .catch((err: unknown) => ctx.logger.warn({ err }, "operations not indexed; the next round tries again"))
      .finally(() => (isBusy = false));
  };
}

async function indexAll({ db }: WorkerContext): Promise<void> {
  const patient = db.withStatementLimit(STATEMENT_MS);
  while ((await indexOperations(patient, AT_ONCE)) >= AT_ONCE);
}
