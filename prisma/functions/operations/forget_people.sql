-- Deletes the notifications of an operation when it expires, and with them the addresses of people.
CREATE OR REPLACE FUNCTION forget_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM notifications WHERE operation_id = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER operations_forget_people AFTER UPDATE OF expired_at ON operations FOR EACH ROW
  WHEN (NEW.expired_at IS NOT NULL AND OLD.expired_at IS NULL)
  EXECUTE FUNCTION forget_people();
