import { fileFormats, type FileKind } from "@longhaul/domain";
import type { Db, Sql } from "../client.ts";
import { plainNumbers } from "../plain-numbers.ts";
import type { Scope } from "../scope.ts";
import { DATASET_COLUMNS, toDatasetRecord, type DatasetRecord, type DatasetStatus } from "./dataset-record.ts";

/** What a dataset's id stands for now: its newest version that is ready. Null when there is none, or it was deleted. */
export async function findDataset(sql: Sql, scope: Scope, datasetId: string): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE dataset_id = $1 AND tenant_id = $2 AND project_id = $3 AND deleted_at IS NULL AND kind = 'log'`,
    [datasetId, scope.tenantId, scope.projectId],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** One page of a project's datasets, newest first. */
export async function listDatasets(
  { prisma }: Pick<Db, "prisma">,
  scope: Scope,
  page: { readonly size: number; readonly offset: number; readonly status?: DatasetStatus; readonly kind?: FileKind },
): Promise<{ datasets: DatasetRecord[]; hasNextPage: boolean }> {
  const rows = await prisma.dataset.findMany({
    where: {
      tenantId: scope.tenantId,
      projectId: scope.projectId,
      deletedAt: null,
      kind: "log",
      ...(page.status === undefined ? {} : { status: page.status }),
      ...(page.kind === undefined ? {} : { AND: [{ status: "Ready" }, ofKind(page.kind)] }),
    },
    omit: { deletedAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.size + 1,
    skip: page.offset,
  });
  return {
    datasets: rows.slice(0, page.size).map((row) => plainNumbers(row) as unknown as DatasetRecord),
    hasNextPage: rows.length > page.size,
  };
}

/** What an operation made has no format. */
const ofKind = (kind: FileKind) =>
  kind === "log"
    ? { OR: [{ format: null }, { format: { notIn: fileFormats() } }] }
    : { format: { in: fileFormats(kind) } };
