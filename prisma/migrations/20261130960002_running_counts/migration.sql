-- What runs is counted here, and not among the counts that a claim had to change. repair_places fills the column.
ALTER TABLE running_operations ADD COLUMN cpu_units double precision NOT NULL DEFAULT 0;
