-- A guarded write names its row and the status that it must have (WHERE id = … AND epoch = … AND status = 'Running'). A
-- partial index on that status looks cheaper to the planner than the key, whatever its column: the write then reads every
-- running row, and every dead entry of one as long as a snapshot is open anywhere. So each partial index on a status either
-- has the id as its column, or its condition names a column of its own, which the index's readers compare and no guarded
-- write does. (A NOT NULL column serves as well: the planner proves the condition from the comparison.)
DROP INDEX operations_running;
CREATE INDEX operations_running ON operations (id) WHERE status = 'Running';
DROP INDEX operations_ready;
CREATE INDEX operations_ready ON operations (created_at) WHERE status = 'Initiated' AND NOT blocked AND created_at IS NOT NULL;
DROP INDEX operations_deadline;
CREATE INDEX operations_deadline ON operations (timeout_at) WHERE status IN ('Initiated', 'Running') AND timeout_at IS NOT NULL;
DROP INDEX operations_history;
CREATE INDEX operations_history ON operations (type, ended_at DESC) WHERE status = 'Completed' AND ended_at IS NOT NULL;

DROP INDEX deliveries_lane_due;
CREATE INDEX deliveries_lane_due ON deliveries (lane, next_attempt_at) WHERE status = 'Pending' AND lane IS NOT NULL;
DROP INDEX deliveries_order;
CREATE INDEX deliveries_order ON deliveries (operation_id, destination, sequence)
  WHERE status IN ('Pending', 'InFlight') AND operation_id IS NOT NULL;
-- Also what tells all deliveries in flight; few are, so that those of dead workers are found among them.
DROP INDEX deliveries_leased;
CREATE INDEX deliveries_in_flight ON deliveries (id) WHERE status = 'InFlight';

DROP INDEX datasets_importing;
CREATE INDEX datasets_importing ON datasets (id) WHERE status = 'Importing';
DROP INDEX notifications_due;
CREATE INDEX notifications_due ON notifications (next_attempt_at) WHERE status = 'Pending' AND next_attempt_at IS NOT NULL;

-- It is given deliveries as rows of unknown number, joins them, and would rather read all that are in flight; told the ids as
-- a list, it looks for each.
DO $$
DECLARE
  old_text constant text := $x$FROM g WHERE d.id = g.id AND d.epoch$x$;
  new_text constant text := $x$FROM g
    WHERE d.id = ANY (ARRAY (SELECT x.id FROM json_to_recordset(given) AS x (id text))) AND d.id = g.id AND d.epoch$x$;
  definition text := pg_get_functiondef('record_attempts'::regproc);
BEGIN
  IF position(old_text IN definition) = 0 THEN
    RAISE EXCEPTION 'record_attempts is not as this migration knows it';
  END IF;
  EXECUTE replace(definition, old_text, new_text);
END
$$;
