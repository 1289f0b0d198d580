import type { Request, Response } from "express";
import type { DatasetCancel } from "@longhaul/contracts";
import { cancelImport, findDatasetVersion, type DatasetRecord, type Tx } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { noteChange } from "../../context/note-change.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { notFound, principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { presentDataset } from "./present-dataset.ts";
import { versionOfRequest } from "./version-of-request.ts";

/** POST …/datasets/{datasetId}/cancel: ends an import now; its worker is told to stop, its files are deleted, its row stays. */
export function cancelDataset(ctx: ApiContext) {
  return async (req: Request, res: Response, { body }: Given<unknown, DatasetCancel>): Promise<KeyHonored> => {
    const work = inTransaction(ctx, async (tx) => {
      const cancelled = await cancel(req, res, tx, body);
      return {
        result: `datasets/${cancelled.tenantId}/${cancelled.id}`,
        answer: { statusCode: 200, headers: {}, body: JSON.stringify(presentDataset(cancelled)) },
      };
    });
    return runIdempotent(ctx, req, res, scopeOf(req), work, async (folder) => ctx.storage.deletePrefix(folder));
  };

  /** A second cancellation gets the answer of the first; an import that ended otherwise can't be cancelled. */
  async function cancel(
    req: Request,
    res: Response,
    tx: Tx,
    { version, reason }: DatasetCancel,
  ): Promise<DatasetRecord> {
    const scope = scopeOf(req);
    const { id } = await versionOfRequest(tx, req, { version, pointer: "/version" });
    const why = reason === undefined ? {} : { reason };
    const cancelled = await cancelImport(tx, scope, { versionId: id, cancelledBy: principalOf(req).subject, ...why });
    if (cancelled !== null) {
      noteChange(res, { status: "Importing" }, { status: cancelled.status });
      return cancelled;
    }
    const ended = await findDatasetVersion(tx, scope, id);
    if (ended === null) throw notFound();
    if (ended.status === "Cancelled") return ended;
    const message = `the import has ended already: version ${ended.version} is ${ended.status}`;
    throw new DomainError("conflict", message, { details: { version: ended.version, status: ended.status } });
  }
}
