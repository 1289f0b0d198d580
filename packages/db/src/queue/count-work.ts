import { PRIORITIES } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** What an operation that hasn't ended is doing: `lapsed` is one whose worker was not heard of in time. */
export type WorkState = "waiting" | "running" | "given_back" | "lapsed";

/** How many operations of a type are in a state, over all tenants. */
export interface WorkCount {
  readonly type: string;
  readonly state: WorkState;
  readonly operations: number;
  /** Since when the first of them could have run; 0 for those that run. */
  readonly oldestSec: number;
}

/** Of each priority the first ones in order: what a scrape costs doesn't grow with what waits. */
const MOST_WAITING = 2500;
const MOST_RUNNING = 10_000;

const COUNT = {
  name: "count-work",
  text: `SELECT type, state, count(*)::int AS operations, greatest(0, max(waited))::float8 AS "oldestSec" FROM (
  SELECT w.* FROM unnest($1::text[]) AS p (priority) CROSS JOIN LATERAL (
    SELECT type, 'waiting' AS state, extract(epoch FROM now() - coalesce(unblocked_at, created_at)) AS waited FROM operations
    WHERE status = 'Initiated' AND NOT blocked AND fair_tag > '-infinity' AND priority = p.priority
    ORDER BY fair_tag LIMIT ${MOST_WAITING}) w
  UNION ALL
  (SELECT type, CASE WHEN lease_until IS NULL THEN 'given_back' WHEN lease_until < now() THEN 'lapsed' ELSE 'running' END,
    CASE WHEN lease_until IS NULL OR lease_until < now() THEN extract(epoch FROM now() - coalesce(next_attempt_at, lease_until)) ELSE 0 END
  FROM operations WHERE status = 'Running' AND id > '' LIMIT ${MOST_RUNNING})
) o GROUP BY type, state`,
};

/** Counts what waits and what runs, at most 2,500 of each priority and 10,000 that run. */
export async function countWork(sql: Sql): Promise<WorkCount[]> {
  return (await sql.query<WorkCount>(COUNT, [PRIORITIES])).rows;
}
