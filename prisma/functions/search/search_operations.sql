-- Full-text search of a project's operations, newest first, one page. An operation matches when it has every word of `said`; the
-- last word matches as a prefix, because the user may still be typing it. `types`, `priorities` and `statuses` filter unless null;
-- `pending` adds the operations that wait for their dependencies.
CREATE OR REPLACE FUNCTION search_operations(
  tenant uuid, project uuid, said text, types text[], priorities text[], statuses text[], pending boolean,
  from_at timestamptz, before_at timestamptz, after_at timestamptz, after_id text, skipped integer, wanted integer
) RETURNS TABLE (operation_id text, created_at timestamptz) ROWS 20 LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  words         text[] := asked_words(said);
  whole         text[] := array(SELECT DISTINCT unnest(words[:cardinality(words) - 1]));
  beginning     text := words[cardinality(words)];
  type_words    text[] := filter_words('type', types);
  rank_words    text[] := filter_words('priority', priorities);
  status_words  text[] := filter_words('status', CASE WHEN pending THEN statuses || 'Initiated'::text ELSE statuses END);
  block_before  timestamptz := least(before_at, after_at + interval '1 microsecond');
  ids           text[] := '{}';
  times         timestamptz[] := '{}';
  oldest        timestamptz := '-infinity';
  are_many      boolean;
  block         record;
  more          record;
BEGIN
  -- Every argument is a plain variable: only then does Postgres inline the function, and read no more blocks than the loop needs.
  FOR block IN SELECT * FROM found_blocks(tenant, project, whole, beginning, type_words, rank_words, status_words, from_at, block_before)
  LOOP
    EXIT WHEN block.last_at < oldest;
    are_many := length(replace(block.bits::text, '0', '')) > 100;
    SELECT array_agg(f.id) AS ids, array_agg(f.at) AS times INTO more FROM (
      SELECT o.id, p.created_at AS at FROM (
        SELECT s.operation_id, s.created_at FROM (
          SELECT a.operation_id, a.created_at FROM search_places a
          WHERE are_many AND a.block_id = block.block_id AND get_bit(block.bits, a.place) = 1
          UNION ALL
          SELECT a.operation_id, a.created_at FROM generate_series(0, 1023) AS n
          JOIN search_places a ON a.block_id = block.block_id AND a.place = n WHERE NOT are_many AND get_bit(block.bits, n) = 1
        ) s
        WHERE s.created_at >= from_at AND s.created_at < before_at
          AND (after_id IS NULL OR (s.created_at, s.operation_id) < (after_at, after_id))
        ORDER BY s.created_at DESC, s.operation_id DESC OFFSET 0
      ) p JOIN operations o ON o.id = p.operation_id
      WHERE o.expired_at IS NULL AND (statuses IS NULL OR o.status = ANY (statuses) OR pending AND o.status = 'Initiated' AND o.blocked)
      LIMIT skipped + wanted) f;
    ids := ids || more.ids;
    times := times || more.times;
    IF cardinality(ids) >= skipped + wanted THEN
      SELECT found.at INTO oldest FROM unnest(times) AS found (at) ORDER BY found.at DESC OFFSET skipped + wanted - 1 LIMIT 1;
    END IF;
  END LOOP;
  RETURN QUERY SELECT f.id, f.at FROM unnest(ids, times) AS f (id, at) ORDER BY f.at DESC, f.id DESC OFFSET skipped LIMIT wanted;
END
$$;
