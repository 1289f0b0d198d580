-- Makes audit entries append-only: nothing changes them, and nothing deletes one whose hash the chain doesn't begin behind (expire_audit).
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM audit_chains c WHERE c.tenant_id = OLD.tenant_id AND c.base_seq >= OLD.seq) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit log is only added to';
END
$$;

CREATE OR REPLACE TRIGGER audit_entries_append_only BEFORE UPDATE OR TRUNCATE ON audit_entries FOR EACH STATEMENT
  EXECUTE FUNCTION audit_is_append_only();
CREATE OR REPLACE TRIGGER audit_entries_expire BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
