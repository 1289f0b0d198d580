import { expect } from "vitest";
import type { Sql } from "../client.ts";

/** Expects that ready_operations and running_operations hold what the operations' rows say, and nothing else. */
export async function expectPlaces(sql: Sql): Promise<void> {
  const { rows } = await sql.query(
    `WITH places AS (
       SELECT line, operation_id FROM ready_operations UNION ALL SELECT 'running', operation_id FROM running_operations
     ), told AS (
       SELECT priority AS line, id AS operation_id FROM operations WHERE status = 'Initiated' AND NOT blocked AND held_tag IS NULL
       UNION ALL SELECT 'GivenBack', id FROM operations WHERE status = 'Running' AND lease_until IS NULL
       UNION ALL SELECT 'running', id FROM operations WHERE status = 'Running'
     )
     (TABLE places EXCEPT ALL TABLE told) UNION ALL (TABLE told EXCEPT ALL TABLE places)`,
  );
  expect(rows).toEqual([]);
}
