-- Full-text search of a project's operations, newest first, one page. An operation matches when it has every word of `said`; the
-- last word matches as a prefix, because the user may still be typing it. `types`, `priorities` and `statuses` filter unless null;
-- `pending` adds the operations that wait for their dependencies.
CREATE OR REPLACE FUNCTION search_operations(
  tenant uuid, project uuid, said text, types text[], priorities text[], statuses text[], pending boolean,
  from_at timestamptz, before_at timestamptz, after_at timestamptz, after_id text, skipped integer, wanted integer
) RETURNS TABLE (operation_id text, created_at timestamptz) ROWS 20 LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  indexed_as text[] := CASE WHEN pending THEN statuses || 'Initiated'::text ELSE statuses END;
  until_at   timestamptz := least(before_at, after_at + interval '1 microsecond');
  ids        text[] := '{}';
  times      timestamptz[] := '{}';
  oldest     timestamptz := '-infinity';
  block      record;
  more       record;
BEGIN
  FOR block IN SELECT * FROM found_blocks(tenant, project, said, types, priorities, indexed_as, from_at, until_at) LOOP
    EXIT WHEN block.last_at < oldest;
    SELECT array_agg(f.id) AS ids, array_agg(f.at) AS times INTO more FROM (
      SELECT o.id, s.created_at AS at FROM (
        SELECT operation_id, created_at FROM search_places
        WHERE block_id = block.block_id
          AND place = ANY (ARRAY(SELECT n FROM generate_series(0, 1023) AS n WHERE get_bit(block.bits, n) = 1))
          AND (after_id IS NULL OR (created_at, operation_id) < (after_at, after_id))
        ORDER BY created_at DESC, operation_id DESC OFFSET 0
      ) s JOIN operations o ON o.id = s.operation_id
      WHERE o.expired_at IS NULL AND (statuses IS NULL OR o.status = ANY (statuses) OR pending AND o.status = 'Initiated' AND o.blocked)
      LIMIT skipped + wanted) f;
    ids := ids || more.ids;
    times := times || more.times;
    IF cardinality(ids) >= skipped + wanted THEN
      SELECT at INTO oldest FROM unnest(times) AS at ORDER BY at DESC OFFSET skipped + wanted - 1 LIMIT 1;
    END IF;
  END LOOP;
  RETURN QUERY SELECT * FROM unnest(ids, times) AS f (id, at) ORDER BY f.at DESC, f.id DESC OFFSET skipped LIMIT wanted;
END
$$;
