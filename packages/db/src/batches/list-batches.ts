import type { BatchStatus, OperationStatus } from "@longhaul/domain";
import type { Db } from "../client.ts";
import type { Scope } from "../scope.ts";
import { OMITTED, type BatchRecord } from "./batch-record.ts";

/** A batch with how its operations stand. */
export interface BatchInShort {
  readonly batch: BatchRecord;
  /** Operations by status, without those that a retry stands in for. */
  readonly counts: Readonly<Partial<Record<OperationStatus, number>>>;
  /** Sum of the percentages of those that have not ended. */
  readonly openProgress: number;
}

/** One page of a project's batches, newest first. */
export async function listBatches(
  db: Pick<Db, "prisma" | "query">,
  { tenantId, projectId }: Scope,
  page: { readonly status?: BatchStatus; readonly size: number; readonly offset: number },
): Promise<{ batches: BatchInShort[]; hasNextPage: boolean }> {
  const rows = await db.prisma.batch.findMany({
    where: { tenantId, projectId, ...(page.status === undefined ? {} : { status: page.status }) },
    omit: OMITTED,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.size + 1,
    skip: page.offset,
  });
  const batches = rows.slice(0, page.size) as unknown as BatchRecord[];
  // A statement of its own: a join would be planned by statistics that know nothing of new batches.
  const { rows: found } = await db.query<{ id: string; status: OperationStatus; count: number; progress: number }>(
    {
      name: "count-batch-operations",
      text: `SELECT o.batch_id AS id, o.status, count(*)::int AS count, sum(o.progress)::int AS progress FROM operations o
WHERE o.batch_id = ANY($1) AND o.replaced_by IS NULL GROUP BY 1, 2`,
    },
    [batches.map(({ id }) => id)],
  );
  const inShort = batches.map((batch) => {
    const own = found.filter(({ id }) => id === batch.id);
    const open = own.filter(({ status }) => status === "Initiated" || status === "Running");
    return {
      batch,
      counts: Object.fromEntries(own.map(({ status, count }) => [status, count])),
      openProgress: open.reduce((sum, { progress }) => sum + progress, 0),
    };
  });
  return { batches: inShort, hasNextPage: rows.length > page.size };
}
