import type { Stores } from "./create-stores.ts";

/**
 * Triggers that record what the ledger's tables don't show afterwards: each change to or from a final status, each commit of a
 * phase, and each epoch that decreased. They write in the transaction that makes the change.
 */
const WITNESS = `
CREATE TABLE chaos_notes (what text NOT NULL, operation_id text NOT NULL, detail text NOT NULL);
CREATE INDEX ON chaos_notes (operation_id);
CREATE FUNCTION chaos_note_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> NEW.status AND (OLD.ended_at IS NOT NULL OR NEW.ended_at IS NOT NULL) THEN
    INSERT INTO chaos_notes VALUES ('end', NEW.id, OLD.status || ' -> ' || NEW.status);
  END IF;
  IF NEW.epoch < OLD.epoch THEN INSERT INTO chaos_notes VALUES ('epoch', NEW.id, OLD.epoch || ' -> ' || NEW.epoch); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER chaos_note_operation AFTER UPDATE OF status, epoch ON operations
  FOR EACH ROW EXECUTE FUNCTION chaos_note_operation();
CREATE FUNCTION chaos_note_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO chaos_notes VALUES ('commit', NEW.operation_id, NEW.phase_idx::text);
  RETURN NULL;
END $$;
CREATE TRIGGER chaos_note_commit AFTER INSERT OR UPDATE ON checkpoints
  FOR EACH ROW EXECUTE FUNCTION chaos_note_commit();`;

/** Adds the triggers to a ledger. */
export async function addWitness(stores: Pick<Stores, "query">): Promise<void> {
  await stores.query(WITNESS);
}
