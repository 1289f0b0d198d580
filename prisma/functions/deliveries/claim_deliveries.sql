-- Workers of the version before runs claim by this while an upgrade is under way: each run has one delivery.
CREATE OR REPLACE FUNCTION claim_deliveries(room integer, unproven_room integer, unproven_of_tenant integer, lease_ms integer,
                                 first_window integer, lane_cap integer, origin_cap integer, per_second double precision)
RETURNS TABLE (id text, epoch integer, is_proven boolean, destination text, webhook_id text, tenant_id uuid,
               project_id uuid, url text, event_id text, event_type text, body text, attempt integer,
               max_attempts integer, created_at timestamptz, secret jsonb, previous_secrets jsonb, headers jsonb,
               retry_policy jsonb)
LANGUAGE sql AS $$
  SELECT r.id, r.epoch, r.is_proven, r.destination, r.webhook_id, r.tenant_id, r.project_id, r.url, r.event_id, r.event_type, r.body,
    r.attempt, r.max_attempts, r.created_at, r.secret, r.previous_secrets, r.headers, r.retry_policy
  FROM claim_runs(room, unproven_room, unproven_of_tenant, lease_ms, first_window, lane_cap, origin_cap, per_second, 1, with_messages => false) r
$$;
