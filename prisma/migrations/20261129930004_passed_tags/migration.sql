-- The highest tag that has run: the virtual time follows it as far as nothing waits.
ALTER TABLE fair_classes ADD COLUMN passed double precision NOT NULL DEFAULT 0;
