-- Finds a project's blocks where some place has every word of `said`, the last one as a prefix, and a word of each filter that isn't null;
-- returns those places as bits. The newest block comes first. Postgres inlines it into a statement that passes plain variables, so
-- that it reads only as many blocks as the caller takes.
CREATE OR REPLACE FUNCTION found_blocks(
  tenant uuid, project uuid, said text, types text[], priorities text[], statuses text[], from_at timestamptz, before_at timestamptz
) RETURNS TABLE (block_id integer, last_at timestamptz, bits bit(1024)) LANGUAGE sql STABLE AS $$
  SELECT b.id, b.last_at, t.bits
  FROM (
    SELECT beginning, asked, (SELECT count(DISTINCT split_part(word, ' ', 1)) FROM unnest(asked) AS word) AS conditions FROM (
      SELECT words[cardinality(words)] AS beginning, words[:cardinality(words) - 1]
        || filter_words('type', types) || filter_words('priority', priorities) || filter_words('status', statuses) AS asked
      FROM words_of(said) AS words OFFSET 0) w OFFSET 0
  ) q
  CROSS JOIN LATERAL (
    SELECT s.id, s.first_at, s.last_at FROM search_blocks s
    WHERE s.tenant_id = tenant AND s.project_id = project AND s.last_at >= from_at AND s.first_at < before_at
    ORDER BY s.last_at DESC OFFSET 0
  ) b
  -- The words of a filter begin alike: an operation has one of them. Each other word is a condition of its own.
  CROSS JOIN LATERAL (
    SELECT coalesce(bit_and(c.bits), ~0::bit(1024)) AS bits FROM (
      SELECT bit_or(word_bits(w.place, w.bits)) AS bits FROM search_words w WHERE w.block_id = b.id AND w.word = ANY (q.asked)
      GROUP BY split_part(w.word, ' ', 1)) c HAVING count(*) = q.conditions
  ) a
  CROSS JOIN LATERAL (
    SELECT bit_or(word_bits(w.place, w.bits)) & a.bits AS bits FROM search_words w
    WHERE a.bits <> 0::bit(1024) AND w.block_id = b.id AND w.word >= q.beginning AND w.word < q.beginning || chr(1114111)
  ) p
  CROSS JOIN LATERAL (
    SELECT CASE WHEN b.first_at >= from_at AND b.last_at < before_at THEN p.bits ELSE p.bits & (
      SELECT bit_or(word_bits(s.place, NULL)) FROM search_places s
      WHERE s.block_id = b.id AND s.created_at >= from_at AND s.created_at < before_at) END AS bits
    WHERE p.bits <> 0::bit(1024)
  ) t
  WHERE t.bits <> 0::bit(1024)
$$;
