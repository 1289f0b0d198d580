-- Gives an import its place in the fair order of imports, and charges the CPU seconds that it is expected to take: one for each 50 MB of
-- its file, which counts as large while it isn't downloaded; an append also reads the table that it extends.
CREATE OR REPLACE FUNCTION place_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.import_charge := greatest(0.2, coalesce(NEW.size_bytes, CASE WHEN NEW.source_url IS NULL THEN 0 ELSE 1e9 END) / 50e6)
    + CASE WHEN NEW.change = 'append' THEN (SELECT coalesce(max(table_bytes), 0) FROM datasets WHERE dataset_id = NEW.version_of) / 50e6
      ELSE 0 END;
  SELECT tag INTO NEW.fair_tag FROM fair_tags(ARRAY[NEW.id::text], ARRAY[NEW.tenant_id], ARRAY['Import'], ARRAY[NEW.import_charge]);
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER datasets_place_import BEFORE INSERT ON datasets FOR EACH ROW
  WHEN (NEW.status = 'Importing') EXECUTE FUNCTION place_import();
