-- Callbacks' deliveries are found by their batch, and those that failed by their project and time.
CREATE INDEX deliveries_batch ON deliveries (batch_id) WHERE batch_id IS NOT NULL AND webhook_id IS NULL;
CREATE INDEX deliveries_failed_callbacks ON deliveries (tenant_id, project_id, created_at) WHERE webhook_id IS NULL AND status = 'Failed' AND created_at IS NOT NULL;
