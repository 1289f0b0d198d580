-- An operation of a batch started or ended: the batch moves with it, unless whoever ended it settles the batch itself.
CREATE OR REPLACE FUNCTION advance_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('longhaul.settling', true), '') = 'on' THEN
    RETURN NULL; -- whoever settles the batch takes care of these
  END IF;
  IF NEW.status = 'Running' THEN
    PERFORM start_batch(NEW.batch_id);
  ELSE
    PERFORM settle_batch(NEW.batch_id, ARRAY[NEW.id]);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER operations_advance_batch AFTER UPDATE OF status ON operations FOR EACH ROW
  WHEN (NEW.batch_id IS NOT NULL AND OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION advance_batch();
