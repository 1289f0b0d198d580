import type { Acknowledged } from "./clients.ts";
import type { Stores } from "./create-stores.ts";

/** A promise that was broken. */
export interface Fault {
  readonly promise: string;
  readonly detail: string;
}

/** What must hold of all that was acknowledged: queries of the ids in $1 that break it. */
const PROMISES = {
  "what was accepted is found": `SELECT a.id, 'is not in the ledger' AS detail
    FROM unnest($1::text[]) AS a (id) LEFT JOIN operations o USING (id) WHERE o.id IS NULL`,
  "what was accepted ends": `SELECT id, status AS detail FROM operations WHERE id = ANY ($1) AND ended_at IS NULL`,
  "an operation ends once": `SELECT operation_id AS id, string_agg(detail, ', ') AS detail
    FROM chaos_notes WHERE what = 'end' AND operation_id = ANY ($1) GROUP BY 1 HAVING count(*) > 1`,
  "a phase is committed once": `SELECT operation_id AS id, 'phase ' || detail || ', ' || count(*) || ' times' AS detail
    FROM chaos_notes WHERE what = 'commit' AND operation_id = ANY ($1) GROUP BY 1, chaos_notes.detail HAVING count(*) > 1`,
  "epochs rise": `SELECT operation_id AS id, detail FROM chaos_notes WHERE what = 'epoch' AND operation_id = ANY ($1)`,
  "one request makes one operation": `SELECT min(id) AS id, count(*) || ' of one key' AS detail
    FROM operations WHERE name IN (SELECT name FROM operations WHERE id = ANY ($1) AND batch_id IS NULL)
    GROUP BY name HAVING count(*) > 1 AND length(name) = 36`,
  "an operation that completed has its results": `SELECT o.id, p.n || ' phases, ' || c.n || ' checkpoints, ' || f.n || ' files' AS detail
    FROM operations o,
      LATERAL (SELECT count(*) AS n FROM phases WHERE operation_id = o.id AND status = 'Completed') p,
      LATERAL (SELECT count(*) AS n FROM checkpoints WHERE operation_id = o.id) c,
      LATERAL (SELECT count(*) AS n FROM artifacts WHERE operation_id = o.id) f
    WHERE o.id = ANY ($1) AND o.status = 'Completed' AND NOT (p.n = o.total_phases AND c.n = p.n AND f.n = p.n)`,
  "events have no gaps": `SELECT o.id, e.n || ' events, the last is ' || o.event_seq AS detail
    FROM operations o, LATERAL (SELECT count(*) AS n, max(sequence) AS last FROM events WHERE operation_id = o.id) e
    WHERE o.id = ANY ($1) AND NOT (e.n = o.event_seq AND e.last = o.event_seq)`,
} as const;

/** What doesn't hold of what was acknowledged, once everything has ended. */
export async function judgeLedger(
  { query }: Pick<Stores, "query">,
  { operations, batches }: Pick<Acknowledged, "operations" | "batches">,
): Promise<Fault[]> {
  const ids = [...operations.keys()];
  const faults: Fault[] = [];
  const add = (promise: string, broken: readonly { readonly id: string; readonly detail: string }[]): void => {
    faults.push(...broken.map(({ id, detail }) => ({ promise, detail: `${id}: ${detail}` })));
  };
  for (const [promise, sql] of Object.entries(PROMISES)) add(promise, await query(sql, [ids]));
  const ends = await query<{ id: string; status: string; error: unknown }>(
    "SELECT id, status, error FROM operations WHERE id = ANY ($1) AND ended_at IS NOT NULL",
    [ids],
  );
  const wrong = ends.filter(({ id, status }) => operations.get(id) !== "any" && operations.get(id) !== status);
  add(
    "an operation ends as its work does",
    wrong.map(({ id, status, error }) => ({ id, detail: `${status} ${JSON.stringify(error)}` })),
  );
  add(
    "a batch ends",
    await query("SELECT id, status AS detail FROM batches WHERE id = ANY ($1) AND ended_at IS NULL", [[...batches]]),
  );
  return faults;
}
