-- The second wall between tenants: whoever has the role longhaul_api sees and writes the rows of the tenants that
-- longhaul.tenants names, and no others, whatever its statements say. Roles belong to the whole server: another deployment on it may
-- have made them already, or be about to. Who migrates owns the tables, and may take both roles.
DO $$
DECLARE
  wanted text;
  is_superuser boolean := (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
  -- Since Postgres 16, who makes a role is its member without being allowed to take it.
  to_take text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['longhaul_worker', 'longhaul_api'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wanted);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    IF NOT is_superuser AND NOT pg_has_role(wanted, to_take) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
    END IF;
  END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION 'the account % may not make the roles longhaul_api and longhaul_worker. An administrator runs once: CREATE ROLE longhaul_api NOINHERIT; CREATE ROLE longhaul_worker NOINHERIT; GRANT longhaul_api, longhaul_worker TO %;',
    current_user, quote_ident(current_user);
END
$$;

-- Roles that somebody else made may be more than they should.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'longhaul_api' AND (rolsuper OR rolbypassrls))
    OR pg_has_role('longhaul_api', 'longhaul_worker', 'USAGE') THEN
    RAISE EXCEPTION 'the role longhaul_api would see all tenants: an administrator takes SUPERUSER, BYPASSRLS and the role longhaul_worker from it';
  END IF;
END
$$;

DO $$
DECLARE
  grantees constant text := 'TO longhaul_api, longhaul_worker';
  here constant text := 'IN SCHEMA ' || quote_ident(current_schema());
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I %s', current_schema(), grantees);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES %s %s', here, grantees);
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES %s %s', here, grantees);
  EXECUTE format('ALTER DEFAULT PRIVILEGES %s GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES %s', here, grantees);
  EXECUTE format('ALTER DEFAULT PRIVILEGES %s GRANT USAGE, SELECT ON SEQUENCES %s', here, grantees);
END
$$;

-- Every table with a tenant_id has these; a migration that makes another one gives it the same. Their owner isn't held to them, so
-- that pg_dump and migrations see all rows. The setting is compared as text: to make an array of it costs each statement more than
-- that, once for each row or in the planner for each table.
DO $$
DECLARE
  which text;
BEGIN
  FOR which IN SELECT format('%I.%I', table_schema, table_name) FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = 'tenant_id' LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', which);
    EXECUTE format('CREATE POLICY all_tenants ON %s TO longhaul_worker USING (true)', which);
    EXECUTE format($policy$CREATE POLICY named_tenants ON %s TO longhaul_api
      USING (strpos(current_setting('longhaul.tenants', true), tenant_id::text) > 0)$policy$, which);
  END LOOP;
END
$$;
