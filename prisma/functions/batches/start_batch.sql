-- Starts the batch of an operation when the first operation of the batch starts.
CREATE OR REPLACE FUNCTION start_batch(which text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b batches;
BEGIN
  UPDATE batches SET status = 'Running', started_at = now(), version = version + 1, event_seq = event_seq + 1
  WHERE id = which AND status = 'Initiated' RETURNING * INTO b;
  IF FOUND THEN
    PERFORM append_batch_event(b, 'batch.started');
  END IF;
END
$$;
