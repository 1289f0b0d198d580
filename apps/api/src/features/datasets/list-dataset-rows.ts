import type { Request, Response } from "express";
import type { DatasetRowsQuery } from "@longhaul/contracts";
import { findDataset, type DatasetRecord } from "@longhaul/db";
import { DomainError, rowListKey, type RowState } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { linkNextPage } from "../../answers/link-next-page.ts";
import { readOffsetCursor, strangeOffsetCursor, writeOffsetCursor } from "../../http/offset-cursor.ts";
import { missingAsNotFound } from "../../http/missing-as-not-found.ts";
import { guidParameter, notFound, scopeOf } from "../../http/request-scope.ts";
import { readLines } from "./read-lines.ts";
import { requireLog } from "./require-log.ts";

const MAX_LIMIT = 1000;
const LISTED = "this dataset and state";

/** GET …/datasets/{datasetId}/rows: a page of the upload's rows of one state, as its import listed them. */
export function listDatasetRows(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<DatasetRowsQuery>): Promise<void> => {
    const dataset = await findDataset(ctx.db, scopeOf(req), guidParameter(req, "datasetId"));
    if (dataset === null) throw notFound();
    requireLog(dataset);
    if (dataset.status !== "Ready" || dataset.tableKey === null) throw notReady(dataset);
    const { total, kept } = countsOf(dataset, query.state);
    const start = query.cursor === undefined ? 0 : readOffsetCursor(query.cursor, LISTED);
    const page =
      kept === 0
        ? { lines: [], next: null }
        : await readLines(ctx.storage, rowListKey(dataset.tableKey, query.state), {
            start,
            limit: Math.min(MAX_LIMIT, query.limit),
          }).catch(missingAsNotFound);
    if (page === null) throw strangeOffsetCursor(LISTED);
    if (page.next !== null) linkNextPage(ctx, req, res, writeOffsetCursor(page.next));
    res.json({
      datasetId: dataset.datasetId,
      state: query.state,
      total,
      kept,
      rows: page.lines.map((line) => JSON.parse(line) as unknown),
      hasNextPage: page.next !== null,
      ...(page.next === null ? {} : { nextCursor: writeOffsetCursor(page.next) }),
    });
  };
}

function notReady({ status }: DatasetRecord): DomainError {
  const why =
    status === "Importing"
      ? "the dataset is still being imported; ask again when it is Ready"
      : "the file was not read, so no row of it is kept; the dataset's error or cancellation says why";
  return new DomainError(status === "Importing" ? "not_yet" : "conflict", why, { details: { status } });
}

/** Older imports counted rows but didn't list them. Datasets that an operation made have no counts. */
function countsOf({ quality }: DatasetRecord, state: RowState): { readonly total: number; readonly kept: number } {
  const { rows, errors = [] } = (quality ?? {}) as {
    readonly rows?: Readonly<Partial<Record<RowState, { readonly total: number; readonly kept: number }>>>;
    readonly errors?: readonly { readonly count: number; readonly resolved: boolean }[];
  };
  const counted = errors.filter(({ resolved }) => state === (resolved ? "repaired" : "rejected"));
  return rows?.[state] ?? { total: counted.reduce((sum, { count }) => sum + count, 0), kept: 0 };
}
