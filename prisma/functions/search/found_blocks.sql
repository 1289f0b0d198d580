-- Finds a project's blocks where some place has all `words`, a word with the prefix `beginning`, and one word of each filter that
-- isn't null; returns those places as bits. The newest block comes first. Postgres inlines it into the caller's statement, so it reads
-- only as many blocks as the caller takes.
CREATE OR REPLACE FUNCTION found_blocks(
  tenant uuid, project uuid, words text[], beginning text, types text[], priorities text[], statuses text[],
  from_at timestamptz, before_at timestamptz
) RETURNS TABLE (block_id integer, first_at timestamptz, last_at timestamptz, bits bit(1024)) LANGUAGE sql STABLE AS $$
  SELECT b.id, b.first_at, b.last_at, f.bits & p.bits
  FROM (
    SELECT s.id, s.first_at, s.last_at FROM search_blocks s
    WHERE s.tenant_id = tenant AND s.project_id = project AND s.last_at >= from_at AND s.first_at < before_at
    ORDER BY s.last_at DESC OFFSET 0
  ) b
  CROSS JOIN LATERAL (
    SELECT coalesce(bit_and(word_bits(w.place, w.bits)), ~0::bit(1024)) AS bits FROM search_words w
    WHERE w.block_id = b.id AND w.word = ANY (words) HAVING count(*) = cardinality(words)
  ) a
  -- Each filter is read only in blocks where the previous one left places.
  CROSS JOIN LATERAL (
    SELECT a.bits & CASE WHEN types IS NULL THEN ~0::bit(1024) ELSE bit_or(word_bits(w.place, w.bits)) END AS bits FROM search_words w
    WHERE a.bits <> 0::bit(1024) AND w.block_id = b.id AND w.word = ANY (types)
  ) t
  CROSS JOIN LATERAL (
    SELECT t.bits & CASE WHEN priorities IS NULL THEN ~0::bit(1024) ELSE bit_or(word_bits(w.place, w.bits)) END AS bits FROM search_words w
    WHERE t.bits <> 0::bit(1024) AND w.block_id = b.id AND w.word = ANY (priorities)
  ) i
  CROSS JOIN LATERAL (
    SELECT i.bits & CASE WHEN statuses IS NULL THEN ~0::bit(1024) ELSE bit_or(word_bits(w.place, w.bits)) END AS bits FROM search_words w
    WHERE i.bits <> 0::bit(1024) AND w.block_id = b.id AND w.word = ANY (statuses)
  ) f
  CROSS JOIN LATERAL (
    SELECT bit_or(word_bits(w.place, w.bits)) AS bits FROM search_words w
    WHERE f.bits <> 0::bit(1024) AND w.block_id = b.id AND w.word >= beginning AND w.word < beginning || chr(1114111)
  ) p
  WHERE f.bits & p.bits <> 0::bit(1024)
$$;
