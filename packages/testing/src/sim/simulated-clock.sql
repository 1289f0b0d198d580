-- The simulated ledger's surroundings: time, ids and chance are the simulation's. The schema stands before pg_catalog in the
-- search path, so that these are what the ledger's SQL finds under the names that it uses anyhow.
CREATE SCHEMA sim;
SET search_path = sim, pg_catalog;

CREATE FUNCTION now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT current_setting('sim.now')::timestamptz $$;
CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT current_setting('sim.now')::timestamptz $$;

CREATE SEQUENCE given_ids;
CREATE FUNCTION gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT lpad(to_hex(nextval('given_ids')), 32, '0')::uuid
$$;
