-- Adds entries to the logs of operations, for the owner of each operation's epoch, or for the owner that a cancellation replaced.
-- `batches` is a list of {operationId, epoch, upTo, dropped, entries: [{number, time, level, phase, attempt, message, fields, trace,
-- bytes}]}, at most one per operation; the numbers of its entries rise up to `upTo`. Adding a batch again changes nothing. Each
-- operation keeps a limited number of entries and bytes, with lower limits for lower levels, so that a phase that logs everything
-- leaves room for its failure. Other entries are counted as dropped.
CREATE OR REPLACE FUNCTION append_log_entries(batches jsonb, max_entries integer, max_bytes bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  -- The joins below also filter by these ids; else a plan made while the tables were small would read whole tables.
  ids text[] := ARRAY(SELECT b->>'operationId' FROM jsonb_array_elements(batches) b);
BEGIN
  INSERT INTO log_counts (operation_id) SELECT o.id FROM operations o WHERE o.id = ANY (ids) AND o.expired_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM log_counts c WHERE c.operation_id = o.id) ORDER BY o.id ON CONFLICT DO NOTHING;
  PERFORM 1 FROM log_counts c WHERE c.operation_id = ANY (ids) ORDER BY c.operation_id FOR UPDATE;
  WITH owned AS MATERIALIZED (
    SELECT b.*, o.tenant_id, c.debug + c.info + c.warn + c.error AS kept, c.bytes AS size
    FROM jsonb_to_recordset(batches) AS b ("operationId" text, epoch integer, "upTo" integer, dropped integer, entries jsonb)
    JOIN operations o ON o.id = b."operationId"
    JOIN log_counts c ON c.operation_id = o.id
    WHERE o.id = ANY (ids) AND c.operation_id = ANY (ids) AND (b.epoch, b."upTo") > (c.last_epoch, c.last_number)
      AND o.expired_at IS NULL AND (o.epoch = b.epoch OR o.epoch = b.epoch + 1 AND o.status = 'Cancelled')
  ), given AS (
    SELECT w."operationId", w.tenant_id, w.epoch, w.kept, w.size, e.*,
      CASE e.level WHEN 'error' THEN 1 WHEN 'warn' THEN 0.95 WHEN 'info' THEN 0.9 ELSE 0.8 END AS share
    FROM owned w, jsonb_to_recordset(w.entries) AS e (number integer, time timestamptz, level text, phase text, attempt integer,
      message text, fields jsonb, trace jsonb, bytes integer)
  ), ranked AS (
    SELECT g.*, g.kept + row_number() OVER w AS place, g.size + sum(g.bytes) OVER w AS total
    FROM given g WINDOW w AS (PARTITION BY g."operationId" ORDER BY g.share DESC, g.number)
  ), added AS (
    INSERT INTO log_entries (operation_id, tenant_id, epoch, number, logged_at, level, phase, attempt, message, fields, trace, bytes)
    SELECT r."operationId", r.tenant_id, r.epoch, r.number, r.time, r.level, r.phase, r.attempt, r.message, r.fields, r.trace, r.bytes
    FROM ranked r WHERE r.place <= r.share * max_entries AND r.total <= r.share * max_bytes
    RETURNING operation_id, level, bytes
  )
  UPDATE log_counts c SET last_epoch = w.epoch, last_number = w."upTo",
    debug = c.debug + coalesce(n.debug, 0), info = c.info + coalesce(n.info, 0), warn = c.warn + coalesce(n.warn, 0),
    error = c.error + coalesce(n.error, 0), bytes = c.bytes + coalesce(n.bytes, 0),
    dropped = c.dropped + w.dropped + jsonb_array_length(w.entries) - coalesce(n.entries, 0)
  FROM owned w LEFT JOIN (
    SELECT a.operation_id, count(*) AS entries, sum(a.bytes) AS bytes, count(*) FILTER (WHERE a.level = 'debug') AS debug,
      count(*) FILTER (WHERE a.level = 'info') AS info, count(*) FILTER (WHERE a.level = 'warn') AS warn,
      count(*) FILTER (WHERE a.level = 'error') AS error
    FROM added a GROUP BY a.operation_id) n ON n.operation_id = w."operationId"
  WHERE c.operation_id = ANY (ids) AND c.operation_id = w."operationId";
END
$$;
