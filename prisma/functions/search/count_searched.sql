-- Counts the operations that a search finds, by status (`open`: not ended). Reads the newest blocks first and stops at `enough`.
CREATE OR REPLACE FUNCTION count_searched(
  tenant uuid, project uuid, said text, types text[], priorities text[], from_at timestamptz, before_at timestamptz, enough bigint
) RETURNS TABLE (status text, n bigint, is_partial boolean) LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  words   text[] := asked_words(said);
  whole   text[] := array(SELECT DISTINCT unnest(words[:cardinality(words) - 1]));
  beginning  text := words[cardinality(words)];
  type_words text[] := filter_words('type', types);
  rank_words text[] := filter_words('priority', priorities);
  no_words   text[];
  names   text[] := ARRAY['open', 'Completed', 'Failed', 'Timeout', 'Cancelled'];
  counts  bigint[] := ARRAY[0, 0, 0, 0, 0];
  total   bigint := 0;
  partial boolean := false;
  block   record;
  counted record;
  chosen  bit(1024);
BEGIN
  -- Every argument is a plain variable: only then does Postgres inline the function, and read no more blocks than the loop needs.
  FOR block IN SELECT * FROM found_blocks(tenant, project, whole, beginning, type_words, rank_words, no_words, from_at, before_at)
  LOOP
    partial := total >= enough;
    EXIT WHEN partial;
    chosen := block.bits;
    IF block.first_at < from_at OR block.last_at >= before_at THEN
      SELECT chosen & bit_or(word_bits(s.place, NULL)) INTO chosen FROM search_places s
      WHERE s.block_id = block.block_id AND s.created_at >= from_at AND s.created_at < before_at;
      CONTINUE WHEN chosen IS NULL;
    END IF;
    FOR counted IN
      SELECT array_position(names, substr(w.word, 9)) AS idx,
        length(replace((word_bits(w.place, w.bits) & chosen)::text, '0', '')) AS n
      FROM search_words w WHERE w.block_id = block.block_id AND w.word >= '~status ' AND w.word < '~status~'
    LOOP
      counts[counted.idx] := counts[counted.idx] + counted.n;
      total := total + counted.n;
    END LOOP;
  END LOOP;
  RETURN QUERY SELECT c.name, c.n, partial FROM unnest(names, counts) AS c (name, n);
END
$$;
