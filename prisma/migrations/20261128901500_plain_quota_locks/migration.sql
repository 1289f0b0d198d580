-- Both have fewer parameters now.
DROP FUNCTION IF EXISTS quota_state(uuid, uuid, text, double precision, jsonb, boolean);
DROP FUNCTION IF EXISTS lock_quota(uuid, text, boolean);
