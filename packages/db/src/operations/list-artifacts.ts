import type { Db } from "../client.ts";
import { plainNumbers } from "../plain-numbers.ts";
import type { Scope } from "../scope.ts";
import type { NewArtifact } from "./advance-operations.ts";

/** A downloadable file of an operation. */
export interface ArtifactRecord extends Omit<NewArtifact, "description"> {
  readonly tenantId: string;
  readonly projectId: string;
  readonly operationId: string;
  readonly phaseIdx: number;
  readonly description: string | null;
  readonly createdAt: Date;
}

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
