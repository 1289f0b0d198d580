import { PRIORITIES } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { inLine, RUNNING } from "./places.ts";

/** State of an operation that hasn't ended; `lapsed`: its worker's lease has ended. */
export type WorkState = "waiting" | "running" | "given_back" | "lapsed";

/** How many operations of a type are in a state, over all tenants. */
export interface WorkCount {
  readonly type: string;
  readonly state: WorkState;
  readonly operations: number;
  /** Seconds since the oldest waiting one could have run; 0 for running ones. */
  readonly oldestSec: number;
}

/** Limit per priority, so that the cost of a scrape doesn't grow with the backlog. */
const MOST_WAITING = 2500;
const MOST_RUNNING = 10_000;

const COUNT = {
  name: "count-work",
  text: `SELECT type, state, count(*)::int AS operations, greatest(0, max(waited))::float8 AS "oldestSec" FROM (
  SELECT w.* FROM unnest($1::text[]) AS p (priority) CROSS JOIN LATERAL (
    SELECT type, 'waiting' AS state, extract(epoch FROM now() - coalesce(o.unblocked_at, o.created_at)) AS waited FROM ${inLine("p.priority")}
    ORDER BY r.tag, r.created_at LIMIT ${MOST_WAITING}) w
  UNION ALL
  (SELECT type, CASE WHEN lease_until IS NULL THEN 'given_back' WHEN lease_until < now() THEN 'lapsed' ELSE 'running' END,
    CASE WHEN lease_until IS NULL OR lease_until < now() THEN extract(epoch FROM now() - coalesce(next_attempt_at, lease_until)) ELSE 0 END
  FROM ${RUNNING} LIMIT ${MOST_RUNNING})
) o GROUP BY type, state`,
};

/** Counts waiting operations, at most 2,500 per priority, and running ones, at most 10,000. */
export async function countWork(sql: Sql): Promise<WorkCount[]> {
  return (await sql.query<WorkCount>(COUNT, [PRIORITIES])).rows;
}
