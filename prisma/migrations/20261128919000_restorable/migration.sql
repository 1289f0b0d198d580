-- A generated column calls this, also while a dump is restored, when no schema is searched: it names its own.
DO $$
BEGIN
  EXECUTE format($function$CREATE OR REPLACE FUNCTION callback_lane(tenant uuid, url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    'SELECT ''callback:'' || tenant::text || '':'' || %I.url_origin(url)'$function$, current_schema());
END
$$;
