-- Gives each operation without a place one in the last block of its project; opens new blocks for those that don't fit.
CREATE OR REPLACE FUNCTION place_operations(ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  part record;
BEGIN
  -- Slots are counted from the first place of the project's last block.
  FOR part IN
    SELECT tenant_id, project_id, min(block_id) FILTER (WHERE slot < 1024) AS block_id, min(slot) % 1024 AS first,
      array_agg(id ORDER BY slot) AS ids, array_agg(created_at ORDER BY slot) AS times
    FROM (
      SELECT o.id, o.tenant_id, o.project_id, o.created_at, b.id AS block_id,
        coalesce(b.places, 1024) - 1 + row_number() OVER (PARTITION BY o.tenant_id, o.project_id ORDER BY o.created_at, o.id) AS slot
      FROM operations o LEFT JOIN LATERAL (SELECT id, places FROM search_blocks
        WHERE tenant_id = o.tenant_id AND project_id = o.project_id ORDER BY last_at DESC LIMIT 1) b ON true
      WHERE o.id = ANY (ids) AND o.expired_at IS NULL AND NOT EXISTS (SELECT FROM search_places p WHERE p.operation_id = o.id)
    ) slots GROUP BY tenant_id, project_id, slot / 1024 ORDER BY tenant_id, project_id, slot / 1024
  LOOP
    IF part.block_id IS NULL THEN
      INSERT INTO search_blocks (tenant_id, project_id) VALUES (part.tenant_id, part.project_id) RETURNING id INTO part.block_id;
    END IF;
    INSERT INTO search_places (block_id, place, operation_id, created_at)
    SELECT part.block_id, part.first + n - 1, id, at FROM unnest(part.ids, part.times) WITH ORDINALITY AS placed (id, at, n);
    UPDATE search_blocks SET places = part.first + cardinality(part.ids), first_at = least(first_at, part.times[1]),
      last_at = greatest(last_at, part.times[cardinality(part.times)]) WHERE id = part.block_id;
  END LOOP;
END
$$;
