-- How far a cost moves a tenant's tags: less for a tenant with more weight.
CREATE OR REPLACE FUNCTION fair_stride(tenant uuid, cost double precision) RETURNS double precision
LANGUAGE sql STABLE AS $$ SELECT cost * 1000 / coalesce((SELECT weight FROM tenant_weights WHERE tenant_id = tenant), 1) $$;
