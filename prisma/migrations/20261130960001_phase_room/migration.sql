-- A worker moves operations together, and with them all phases of a page: each new version finds room beside the old one, so that the key's
-- index isn't written (a heap-only update). The pages are no more: what found no room went to further ones.
ALTER TABLE phases SET (fillfactor = 45);
