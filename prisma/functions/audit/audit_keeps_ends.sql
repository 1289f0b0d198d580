-- Keeps a call's end in the inbox: what is written about the call after it changes nothing.
CREATE OR REPLACE FUNCTION audit_keeps_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER audit_inbox_keeps_ends BEFORE UPDATE ON audit_inbox FOR EACH ROW WHEN (OLD.has_ended)
  EXECUTE FUNCTION audit_keeps_ends();
