-- Deletes some blocks of a tenant, or of one of its projects, with all their words; returns how many, 0 when nothing is left. No words
-- are indexed at the same time: they could belong to a block that is gone.
CREATE OR REPLACE FUNCTION erase_words(tenant uuid, project uuid) RETURNS TABLE (words bigint, blocks bigint) LANGUAGE plpgsql AS $$
DECLARE
  ids integer[];
BEGIN
  PERFORM pg_advisory_xact_lock(7210074);
  ids := array(SELECT b.id FROM search_blocks b WHERE b.tenant_id = tenant AND (project IS NULL OR b.project_id = project) LIMIT 16);
  DELETE FROM search_words w WHERE w.block_id = ANY (ids);
  GET DIAGNOSTICS words = ROW_COUNT;
  DELETE FROM search_blocks b WHERE b.id = ANY (ids);
  GET DIAGNOSTICS blocks = ROW_COUNT;
  RETURN NEXT;
END
$$;
