import type { Response } from "express";
import { findOperation, listArtifacts, listPhaseFindings, type OperationView, type Scope } from "@longhaul/db";
import { DomainError, isTerminal } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { notFound } from "../../http/request-scope.ts";
import { lookUntil } from "./look-until.ts";
import { refuseExpired } from "./refuse-expired.ts";
import type { ResultParts } from "./present-results.ts";

const POLL_SEC = 2;

/**
 * What an ended operation left, also when it ends within `waitSec`.
 * @throws DomainError `conflict` before its end, `gone` when its results were purged
 */
export async function findResults(
  ctx: ApiContext,
  scope: Scope,
  operationId: string,
  wait: { readonly waitSec: number; readonly res: Response } | null = null,
): Promise<ResultParts> {
  const look = async (): Promise<OperationView> => {
    const view = await findOperation(ctx.db, scope, operationId);
    if (view === null) throw notFound();
    refuseExpired(view.operation);
    return view;
  };
  const isDue = (view: OperationView): boolean => isTerminal(view.operation.status);
  const first = await look();
  const { operation, phases, datasets } =
    wait === null
      ? first
      : await lookUntil(ctx, wait.res, first, {
          waitMs: 1000 * wait.waitSec,
          concerns: (notice) => notice.operationId === first.operation.id,
          isDue,
          look,
        });
  if (!isTerminal(operation.status)) {
    throw new DomainError("not_yet", `the operation is ${operation.status}; its results are there when it has ended`, {
      details: { status: operation.status, progress: operation.progress, retryAfterSec: POLL_SEC },
    });
  }
  if (operation.purgedAt !== null) throw new DomainError("gone", "the results of this operation were deleted");
  const [findings, artifacts] = await Promise.all([
    listPhaseFindings(ctx.db, operationId),
    listArtifacts(ctx.db, scope, operationId),
  ]);
  return { operation, phases, datasets, findings, artifacts };
}
