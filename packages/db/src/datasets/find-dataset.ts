import { fileFormats, type FileKind } from "@longhaul/domain";
import type { Db } from "../client.ts";
import type { Scope } from "../scope.ts";
import { datasetOf, OMITTED, type DatasetRecord, type DatasetStatus } from "./dataset-record.ts";

/** What a dataset's id stands for now: its newest version that is ready. Null when there is none, or it was deleted. */
export async function findDataset(
  { prisma }: Pick<Db, "prisma">,
  scope: Scope,
  datasetId: string,
): Promise<DatasetRecord | null> {
  const { tenantId, projectId } = scope;
  const where = { datasetId, tenantId, projectId, deletedAt: null, kind: "log" };
  const row = await prisma.dataset.findFirst({ where, omit: OMITTED });
  return row === null ? null : datasetOf(row);
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
    omit: OMITTED,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.size + 1,
    skip: page.offset,
  });
  return {
    datasets: rows.slice(0, page.size).map(datasetOf),
    hasNextPage: rows.length > page.size,
  };
}

/** What an operation made has no format. */
const ofKind = (kind: FileKind) =>
  kind === "log"
    ? { OR: [{ format: null }, { format: { notIn: fileFormats() } }] }
    : { format: { in: fileFormats(kind) } };
