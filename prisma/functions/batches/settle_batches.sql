-- Settles the batches of operations that have ended, each once, in the order of their ids.
CREATE OR REPLACE FUNCTION settle_batches(ended operations[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM settle_batch(b.batch_id, b.ids) FROM (
    SELECT o.batch_id, array_agg(o.id) AS ids FROM unnest(ended) o WHERE o.batch_id IS NOT NULL GROUP BY o.batch_id ORDER BY o.batch_id) b;
END
$$;
