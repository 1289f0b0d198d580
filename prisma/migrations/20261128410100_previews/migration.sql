-- An upload that is only looked at goes the way of an import, and is gone with the answer to its request.
ALTER TABLE datasets ADD COLUMN kind text NOT NULL DEFAULT 'log' CHECK (kind IN ('log', 'preview'));
CREATE INDEX datasets_previews ON datasets (created_at) WHERE kind = 'preview';
