import type { ExecutionOutcome } from "@longhaul/domain";
import type { Execution } from "../../generated/client.ts";
import type { Db, Sql } from "../client.ts";
import { releaseColumns } from "../leases/leased.ts";
import type { ModelRow } from "../model-row.ts";
import type { OperationError } from "./operation-record.ts";

/** What is read of a worker's run of an operation that others have followed, or will. */
const READ = {
  executionId: true,
  workerNode: true,
  startedAt: true,
  endedAt: true,
  outcome: true,
  error: true,
} as const;

/** Such a run; its start is null of what an older release claimed, its error is why an attempt failed that another followed. */
export type EarlierExecution = ModelRow<
  Pick<Execution, keyof typeof READ>,
  { readonly outcome: ExecutionOutcome; readonly error: OperationError | null }
>;

/** The runs of an operation before the present one, or the last, oldest first. */
export async function listExecutions(
  { prisma }: Pick<Db, "prisma">,
  operationId: string,
): Promise<readonly EarlierExecution[]> {
  const rows = await prisma.execution.findMany({ where: { operationId }, select: READ, orderBy: { epoch: "asc" } });
  return rows as unknown as EarlierExecution[];
}

const RELEASE = {
  name: "release-operation",
  text: `WITH was AS MATERIALIZED (
  SELECT tenant_id, project_id, execution_id, worker_node, claimed_at FROM operations
  WHERE id = $1 AND epoch = $2 AND status = 'Running' FOR UPDATE
), kept AS (
  INSERT INTO executions (operation_id, epoch, tenant_id, project_id, execution_id, worker_node, started_at, outcome, error)
  SELECT $1, $2, tenant_id, project_id, execution_id, worker_node, claimed_at, $7, $5 FROM was
)
UPDATE operations SET ${releaseColumns("operations", "$6")},
  attempt = attempt + $4, error = $5, next_attempt_at = CASE WHEN $3::float8 > 0 THEN now() + $3 * interval '1 second' END
WHERE id = $1 AND EXISTS (SELECT FROM was)
RETURNING epoch`,
};

type Release = Pick<Parameters<typeof releaseOperation>[1], "attempt" | "crashed">;

function outcomeOf({ attempt, crashed }: Release): ExecutionOutcome {
  if (attempt !== undefined) return "Failed";
  return crashed === true ? "ProcessLost" : "GivenBack";
}

/**
 * Gives a running operation back, to be claimed again from its checkpoint: at once when the worker drains, or after
 * `delaySec` for an automatic attempt, which counts; or because the phase's process died, which counts as a crash.
 * @returns the new epoch, or null when the caller no longer owned the operation
 */
export async function releaseOperation(
  sql: Sql,
  release: {
    operationId: string;
    epoch: number;
    delaySec?: number;
    attempt?: { error: OperationError };
    crashed?: boolean;
  },
): Promise<number | null> {
  const { rows } = await sql.query<{ epoch: number }>(RELEASE, [
    release.operationId,
    release.epoch,
    release.delaySec ?? 0,
    release.attempt === undefined ? 0 : 1,
    release.attempt?.error ?? null,
    release.crashed === true ? 1 : 0,
    outcomeOf(release),
  ]);
  return rows[0]?.epoch ?? null;
}
