-- Reserves requests of this minute for a process: as many as wanted, but at most a hundredth of the limit at a time, because what a
-- process doesn't use by the end of the minute is lost to the others. `granted` is null when there is no limit; `limits` has each
-- limit with what is left of it.
CREATE OR REPLACE FUNCTION take_requests(tenant uuid, project uuid, wanted double precision, defaults jsonb,
  OUT granted double precision, OUT wait_ms double precision, OUT limits jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  nobody   CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  this_one timestamptz := date_trunc('minute', clock_timestamp());
  l        record;
  taken_of double precision;
BEGIN
  limits := '[]';
  -- Locks the tenant's row first.
  FOR l IN SELECT v.*, quota_limit(tenant, v.of, 'requestsPerMinute', defaults) AS most FROM (VALUES ('tenant', NULL), ('project', project))
      AS v (level, of) WHERE v.level = 'tenant' OR v.of IS NOT NULL LOOP
    CONTINUE WHEN l.most = 'infinity';
    INSERT INTO request_windows AS w (tenant_id, project_id, minute, taken) VALUES (tenant, coalesce(l.of, nobody), this_one, 0)
    ON CONFLICT (tenant_id, project_id) DO UPDATE SET minute = greatest(w.minute, excluded.minute),
      taken = CASE WHEN w.minute < excluded.minute THEN 0 ELSE w.taken END
    RETURNING taken, greatest(w.minute, this_one) INTO taken_of, this_one;
    granted := least(coalesce(granted, wanted), greatest(0, floor(l.most - taken_of)), greatest(1, floor(l.most / 100)));
    limits := limits || jsonb_build_object('level', l.level, 'limit', l.most, 'left', greatest(0, l.most - taken_of));
  END LOOP;
  IF granted > 0 THEN
    UPDATE request_windows w SET taken = taken + granted FROM jsonb_array_elements(limits) e
    WHERE w.tenant_id = tenant AND w.project_id = CASE e->>'level' WHEN 'tenant' THEN nobody ELSE project END;
    limits := (SELECT jsonb_agg(e || jsonb_build_object('left', (e->>'left')::float8 - granted)) FROM jsonb_array_elements(limits) e);
  END IF;
  wait_ms := 1000 * greatest(0.001, extract(epoch FROM this_one + interval '1 minute' - clock_timestamp()));
END
$$;
