-- Imports have a fair order of their own, beside the four of operations' priorities.
ALTER TABLE fair_classes DROP CONSTRAINT fair_classes_priority_check;
ALTER TABLE fair_classes ADD CONSTRAINT fair_classes_priority_check CHECK (priority IN ('Low', 'Normal', 'High', 'Critical', 'Import'));
INSERT INTO fair_classes (priority) VALUES ('Import');
ALTER TABLE datasets ADD COLUMN fair_tag double precision NOT NULL DEFAULT 0;
