-- Counts the operations that a search finds, by status (`open`: not ended), in a row for each block. Reads the newest blocks first and
-- stops at `enough`, with a row that says so.
CREATE OR REPLACE FUNCTION count_searched(
  tenant uuid, project uuid, said text, types text[], priorities text[], from_at timestamptz, before_at timestamptz, enough bigint
) RETURNS TABLE (status text, n bigint, is_partial boolean) LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  statuses text[];
  block    record;
  total    bigint := 0;
BEGIN
  FOR block IN SELECT * FROM found_blocks(tenant, project, said, types, priorities, statuses, from_at, before_at) LOOP
    IF total >= enough THEN
      RETURN QUERY SELECT 'open', 0::bigint, true;
      EXIT;
    END IF;
    RETURN QUERY SELECT substr(w.word, 9), bit_count(word_bits(w.place, w.bits) & block.bits), false FROM search_words w
      WHERE w.block_id = block.block_id AND w.word >= '~status ' AND w.word < '~status~';
    total := total + bit_count(block.bits);
  END LOOP;
END
$$;
