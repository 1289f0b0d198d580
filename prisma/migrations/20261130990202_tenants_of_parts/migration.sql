-- Phases and entries of logs say whose they are, which the wall then needn't look up for each row of a status answer. Rows of before have
-- no tenant, and neither have those that processes of the version before add: they are seen with their operation.
CREATE FUNCTION sees_operation(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM operations o WHERE o.id = wanted);
END
$$;

DO $$
DECLARE
  part text;
  named constant text := $check$strpos(current_setting('longhaul.tenants', true), tenant_id::text) > 0$check$;
BEGIN
  FOREACH part IN ARRAY ARRAY['phases', 'log_entries'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN tenant_id uuid', part);
    EXECUTE format('DROP POLICY of_named_tenants ON %I', part);
    EXECUTE format('CREATE POLICY named_tenants ON %I TO longhaul_api
      USING (CASE WHEN tenant_id IS NULL THEN sees_operation(operation_id) ELSE %s END) WITH CHECK (tenant_id IS NULL OR %s)', part, named, named);
  END LOOP;
END
$$;
