import type { QuotaDefaults } from "@longhaul/domain";
import type { Db, Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { lockQuota, requireQuota } from "./require-quota.ts";

/** How many live streams of a project a process has open. */
export interface StreamCount extends Scope {
  readonly count: number;
}

const WRITE = {
  name: "write-open-streams",
  text: `WITH given AS (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::integer[]) AS g (tenant_id, project_id, n)),
gone AS (DELETE FROM open_streams s USING given g WHERE g.n = 0 AND s.process_id = $1 AND s.tenant_id = g.tenant_id AND s.project_id = g.project_id)
INSERT INTO open_streams AS s (process_id, tenant_id, project_id, n) SELECT $1, tenant_id, project_id, n FROM given WHERE n > 0
ON CONFLICT (tenant_id, project_id, process_id) DO UPDATE SET n = excluded.n, seen_at = now()`,
};

/** Stores how many streams a process has open, per project. A quota counts them for 30 s unless they are renewed. */
export async function writeOpenStreams(sql: Sql, processId: string, counts: readonly StreamCount[]): Promise<void> {
  await sql.query(WRITE, [
    processId,
    counts.map(({ tenantId }) => tenantId),
    counts.map(({ projectId }) => projectId),
    counts.map(({ count }) => count),
  ]);
}

/**
 * Stores the count of a process that opens one more stream. @param count its open streams of the project, the new one included
 * @throws DomainError `quota_exceeded` when the tenant or the project has as many open as it may
 */
export async function writeStreamOpened(
  db: Pick<Db, "withTransaction">,
  processId: string,
  { tenantId, projectId, count }: StreamCount,
  defaults: QuotaDefaults,
): Promise<void> {
  await db.withTransaction(async (tx) => {
    await lockQuota(tx, tenantId, "streams");
    await writeOpenStreams(tx, processId, [{ tenantId, projectId, count }]);
    await requireQuota(tx, { tenantId, projectId, quota: "streams", wanted: 1, defaults }, "written");
  });
}

/** Deletes the counts of a process that ended, and of processes that have renewed none for a minute: they died. */
export async function deleteOpenStreams(sql: Sql, processId: string | null): Promise<void> {
  await sql.query("DELETE FROM open_streams WHERE process_id = $1 OR seen_at < now() - interval '1 minute'", [
    processId,
  ]);
}
