import type { ErasureProof } from "./erase-scope.ts";

/** A proof for people. */
export function describeProof(proof: ErasureProof): string {
  const { tenantId, projectId, removed, left, stopped } = proof;
  const table = (rows: Readonly<Record<string, number>>): string[] =>
    Object.entries(rows)
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, n]) => `  ${name.padEnd(24)} ${n}`);
  const found = `${sumOf(left.rows)} rows, ${left.blobs} blobs, ${left.jobs} jobs`;
  return `${[
    projectId === null ? `tenant ${tenantId}` : `project ${projectId} of tenant ${tenantId}`,
    `${stopped} operations and imports were under way and were ended`,
    `removed ${sumOf(removed.rows)} rows, ${removed.blobs} blobs, ${removed.bytes} bytes`,
    ...table(removed.rows),
    `a look afterwards found ${found}`,
    ...table(left.rows),
    proof.complete
      ? `complete; the tenant's audit log, which is kept, has it as ${proof.auditId}`
      : "NOT COMPLETE: somebody still writes, or a worker still runs a job; end the tenant's access and do it again",
  ].join("\n")}\n`;
}

const sumOf = (rows: Readonly<Record<string, number>>): number => Object.values(rows).reduce((sum, n) => sum + n, 0);
