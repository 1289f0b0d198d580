-- Gives each operation without a place one in the last block of its project; opens a new block when that is full.
CREATE OR REPLACE FUNCTION place_operations(ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  fresh record;
  block search_blocks;
  done  integer;
  taken integer;
BEGIN
  FOR fresh IN
    SELECT o.tenant_id, o.project_id, array_agg(o.id ORDER BY o.created_at, o.id) AS ids,
      array_agg(o.created_at ORDER BY o.created_at, o.id) AS times
    FROM operations o WHERE o.id = ANY (ids) AND o.expired_at IS NULL
      AND NOT EXISTS (SELECT FROM search_places p WHERE p.operation_id = o.id)
    GROUP BY o.tenant_id, o.project_id
  LOOP
    done := 0;
    SELECT * INTO block FROM search_blocks b WHERE b.tenant_id = fresh.tenant_id AND b.project_id = fresh.project_id
    ORDER BY b.last_at DESC LIMIT 1;
    WHILE done < cardinality(fresh.ids) LOOP
      IF block.id IS NULL OR block.places = 1024 THEN
        INSERT INTO search_blocks (tenant_id, project_id) VALUES (fresh.tenant_id, fresh.project_id) RETURNING * INTO block;
      END IF;
      taken := least(1024 - block.places, cardinality(fresh.ids) - done);
      INSERT INTO search_places (block_id, place, operation_id, created_at)
      SELECT block.id, block.places + n - 1, fresh.ids[done + n], fresh.times[done + n] FROM generate_series(1, taken) n;
      UPDATE search_blocks SET places = places + taken, first_at = least(first_at, fresh.times[done + 1]),
        last_at = greatest(last_at, fresh.times[done + taken]) WHERE id = block.id RETURNING * INTO block;
      done := done + taken;
    END LOOP;
  END LOOP;
END
$$;
