-- As a window function, the hashes of entries that follow one another: each goes into the next one, and `base` into the first.
CREATE OR REPLACE AGGREGATE audit_hashes(base text, seq bigint, at timestamptz, body text) (SFUNC = audit_hash, STYPE = text);
