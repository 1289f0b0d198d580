-- The expected cost of an operation: CPU units times seconds, always more than 0.
CREATE OR REPLACE FUNCTION fair_cost(cpu_units double precision, low_sec integer, high_sec integer) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$ SELECT greatest(0.05, cpu_units * (low_sec + high_sec) / 2.0) $$;
