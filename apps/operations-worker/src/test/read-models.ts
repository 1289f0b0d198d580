import type { Db } from "@longhaul/db";
import type { ModelOperation } from "@longhaul/testing";

const STATEMENT = `SELECT o.id, o.status, o.epoch,
  CASE WHEN o.lease_until IS NULL THEN 'none' WHEN o.lease_until < now() THEN 'lapsed' ELSE 'live' END AS lease,
  o.execution_id AS "executionId", o.progress, o.crash_count AS crashes,
  (SELECT json_agg(p.status ORDER BY p.idx) FROM phases p WHERE p.operation_id = o.id) AS phases,
  (SELECT coalesce(json_agg(json_build_object('phaseIdx', c.phase_idx, 'epoch', c.epoch, 'by', c.output->>'by') ORDER BY c.phase_idx), '[]')
    FROM checkpoints c WHERE c.operation_id = o.id) AS checkpoints,
  (SELECT json_agg(e.type ORDER BY e.sequence) FILTER (WHERE e.type <> 'operation.progress') FROM events e WHERE e.operation_id = o.id) AS events,
  (SELECT coalesce(json_agg(json_build_object('epoch', x.epoch, 'outcome', x.outcome) ORDER BY x.epoch), '[]')
    FROM executions x WHERE x.operation_id = o.id) AS executions,
  (SELECT coalesce(json_agg(l.message ORDER BY l.epoch, l.number), '[]') FROM log_entries l WHERE l.operation_id = o.id) AS log,
  (SELECT coalesce(max(ARRAY[c.last_epoch, c.last_number]), '{-1,0}') FROM log_counts c WHERE c.operation_id = o.id) AS logged,
  (SELECT json_agg(e.sequence ORDER BY e.position) FROM events e WHERE e.operation_id = o.id) AS sequences, o.event_seq AS "lastSequence"
FROM operations o WHERE o.id = ANY ($1)`;

interface Row extends ModelOperation {
  readonly id: string;
  readonly sequences: readonly number[];
  readonly lastSequence: number;
}

/**
 * Reads operations from the ledger, in the order of the given ids.
 * @throws when the events of an operation have a gap in their numbers or aren't in order
 */
export async function readModels(db: Db, ids: readonly string[]): Promise<readonly ModelOperation[]> {
  const { rows } = await db.query<Row>(STATEMENT, [ids]);
  const models = new Map(
    rows.map(({ id, sequences, lastSequence, ...model }) => {
      const isGapless = sequences.length === lastSequence && sequences.every((sequence, at) => sequence === at + 1);
      if (!isGapless) throw new Error(`events of ${id} are numbered ${sequences.join(", ")}, the last ${lastSequence}`);
      return [id, model];
    }),
  );
  return ids.flatMap((id) => models.get(id) ?? []);
}
