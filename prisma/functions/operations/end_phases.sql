-- Ends the phases of operations that ended before all of them were done: what ran is `was_running` from then on, what hadn't begun
-- is Skipped. The caller holds the operations' rows: this sees what their owners have committed until then, which a caller's own
-- statement, begun before it waited for a row, doesn't.
CREATE OR REPLACE FUNCTION end_phases(ids text[], was_running text) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE phases p SET status = CASE p.status WHEN 'Running' THEN was_running ELSE 'Skipped' END,
    ended_at = CASE p.status WHEN 'Running' THEN now() END
  WHERE p.operation_id = ANY (ids) AND p.status IN ('Running', 'Pending');
END
$$;
