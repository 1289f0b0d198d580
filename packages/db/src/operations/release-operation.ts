import type { Sql } from "../client.ts";
import type { OperationError } from "./operation-record.ts";

const STATEMENT = {
  name: "release-operation",
  text: `UPDATE operations SET lease_until = NULL, worker_node = NULL, version = version + 1, epoch = epoch + 1,
  attempt = attempt + $4, error = $5, crash_count = crash_count + $6, next_attempt_at = CASE WHEN $3::float8 > 0 THEN now() + $3 * interval '1 second' END
WHERE id = $1 AND epoch = $2 AND status = 'Running'
RETURNING epoch`,
};

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
  const { rows } = await sql.query<{ epoch: number }>(STATEMENT, [
    release.operationId,
    release.epoch,
    release.delaySec ?? 0,
    release.attempt === undefined ? 0 : 1,
    release.attempt?.error ?? null,
    release.crashed === true ? 1 : 0,
  ]);
  return rows[0]?.epoch ?? null;
}
