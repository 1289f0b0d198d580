-- Only for processes of an older version: `end_operations` ends phases itself. A later version drops this function.
CREATE OR REPLACE FUNCTION end_phases(ids text[], was_running text) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE phases p SET status = CASE p.status WHEN 'Running' THEN was_running ELSE 'Skipped' END,
    ended_at = CASE p.status WHEN 'Running' THEN now() END
  WHERE p.operation_id = ANY (ids) AND p.status IN ('Running', 'Pending');
END
$$;
