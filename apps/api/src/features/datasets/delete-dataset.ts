import type { Request, Response } from "express";
import { deleteDataset, deleteExportsOf } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { guidParameter, notFound, scopeOf } from "../../http/request-scope.ts";
import { noteChange } from "../../context/note-change.ts";
import { presentDataset, presentShort } from "./present-dataset.ts";

/** DELETE …/datasets/{datasetId}: it is gone at once; its files follow. */
export function deleteDatasetRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const datasetId = guidParameter(req, "datasetId");
    const deleted = await deleteDataset(ctx.db, scopeOf(req), datasetId);
    if (deleted === null) throw notFound();
    if ("operationIds" in deleted) throw inUse(deleted);
    const { dataset, versionIds } = deleted;
    const exportIds = await deleteExportsOf(ctx.db, versionIds);
    for (const id of [...versionIds, ...exportIds])
      await ctx.storage.deletePrefix(`datasets/${dataset.tenantId}/${id}`);
    noteChange(res, presentShort(dataset), null);
    res.json(presentDataset(dataset));
  };
}

/** What ends passes; a schedule goes on. */
function inUse({ operationIds, scheduleIds }: { operationIds: string[]; scheduleIds: string[] }): DomainError {
  if (scheduleIds.length === 0) {
    const message = `the dataset is read by ${operationIds.join(", ")}; cancel them first or wait for their end`;
    return new DomainError("not_yet", message, { details: { operationIds } });
  }
  const message = `the dataset is named by ${scheduleIds.join(", ")}; delete these schedules or give them another dataset first`;
  return new DomainError("conflict", message, {
    details: { scheduleIds, ...(operationIds.length === 0 ? {} : { operationIds }) },
  });
}
