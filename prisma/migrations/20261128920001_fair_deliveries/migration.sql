-- Deliveries are found by their tenant first, so that a tenant's many lanes stand before nobody else's.
DROP INDEX deliveries_lane_due;
CREATE INDEX deliveries_due ON deliveries (tenant_id, lane, next_attempt_at) WHERE status = 'Pending' AND tenant_id IS NOT NULL;

-- Where the round of a tenant's lanes goes on, for tenants of which a claim left some for the next one.
CREATE TABLE delivery_rounds (
  tenant_id  uuid PRIMARY KEY,
  after_lane text NOT NULL
) WITH (fillfactor = 70);
ALTER TABLE delivery_rounds ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_tenants ON delivery_rounds TO longhaul_worker USING (true);
CREATE POLICY named_tenants ON delivery_rounds TO longhaul_api
  USING (strpos(current_setting('longhaul.tenants', true), tenant_id::text) > 0);

-- The round of the tenants goes on there; that of lanes was one for all.
ALTER TABLE delivery_gate ADD COLUMN after_tenant uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE delivery_gate DROP COLUMN after_lane;
