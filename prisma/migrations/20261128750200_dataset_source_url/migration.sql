-- Where the bytes of an import come from, until they are stored. It may hold a signature, so it is forgotten then.
ALTER TABLE datasets ADD COLUMN source_url text;
