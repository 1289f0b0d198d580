import type { Artifact } from "../../generated/client.ts";
import type { Db } from "../client.ts";
import { type ModelRow, plainNumbers } from "../model-row.ts";
import type { Scope } from "../scope.ts";

/** A downloadable file of an operation. */
export type ArtifactRecord = ModelRow<Artifact>;

/** Artifacts of an operation in the order in which its phases made them. */
export async function listArtifacts(
  { prisma }: Pick<Db, "prisma">,
  scope: Scope,
  operationId: string,
): Promise<ArtifactRecord[]> {
  const rows = await prisma.artifact.findMany({
    where: { operationId, tenantId: scope.tenantId, projectId: scope.projectId },
    orderBy: [{ phaseIdx: "asc" }, { createdAt: "asc" }, { fileName: "asc" }],
  });
  return rows.map(plainNumbers);
}

/** One artifact of a tenant, or null. */
export async function findArtifact(
  { prisma }: Pick<Db, "prisma">,
  tenantId: string,
  artifactId: string,
): Promise<ArtifactRecord | null> {
  const row = await prisma.artifact.findFirst({ where: { id: artifactId, tenantId } });
  return row === null ? null : plainNumbers(row);
}
