-- The JSON of an operation's event, as clients get it. What is null is left out. `extra` is added to the data, without its nulls; its
-- `progress` takes the place of the row's. `moment` is now() as the API writes it, which the caller makes once for all events. Postgres
-- writes this expression into the statement that calls it (so each parameter is a column), which costs a third of building jsonb.
CREATE OR REPLACE FUNCTION event_body(moment text, event_id text, what text, sequence integer, id text, type text, name text, status text,
  priority text, progress integer, current_phase text, phases_completed integer, total_phases integer, batch_id text, operation_key text,
  created_at timestamptz, started_at timestamptz, ended_at timestamptz, timeout_at timestamptz, extra jsonb) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT event_text(moment, event_id, what, sequence, event_subject(id, type, name, status, priority),
    CASE WHEN extra ? 'progress' THEN '' ELSE ',"progress":{"percentage":' || progress
      || coalesce(',"currentPhase":' || to_json(current_phase), '') || ',"phasesCompleted":' || phases_completed
      || ',"totalPhases":' || total_phases || '}' END,
    event_rest(batch_id, operation_key, CASE created_at WHEN now() THEN moment ELSE api_time(created_at) END,
      CASE started_at WHEN now() THEN moment ELSE api_time(started_at) END,
      CASE ended_at WHEN now() THEN moment ELSE api_time(ended_at) END, api_time(timeout_at)),
    CASE WHEN extra = '{}' OR jsonb_strip_nulls(extra) = '{}' THEN '}' ELSE ',' || substr(jsonb_strip_nulls(extra)::text, 2) END)
$$;
