-- Operations that a quota of what runs keeps from starting: their tag in the fair order, which they have again when there is room;
-- meanwhile it is -infinity, so that nobody takes them for ready.
ALTER TABLE operations ADD COLUMN held_tag double precision;
CREATE INDEX operations_held ON operations (tenant_id, project_id, priority, held_tag) WHERE held_tag IS NOT NULL;
-- Deployments without such quotas look here once a claim, and no further.
CREATE INDEX quota_limits_running ON quota_limits (tenant_id) WHERE quota IN ('runningOperations', 'cpuUnits');
DROP FUNCTION IF EXISTS claim_operations(jsonb);
