-- The migration that code must know to work with this ledger. A migration that takes away what earlier code uses puts its own name
-- here; whoever doesn't know it ends (prisma/README.md, "Upgrades").
CREATE TABLE ledger_needs (
  id        integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  migration text NOT NULL
);
INSERT INTO ledger_needs (migration) VALUES ('20261128410200_baseline');
