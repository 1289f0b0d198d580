-- Datasets that an operation reads beside dataset_id: while it lives, none of them may be deleted either.
ALTER TABLE operations ADD COLUMN further_dataset_ids uuid[];
