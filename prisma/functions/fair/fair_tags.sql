-- Gives operations that become ready their places in the fair order, in this order, and charges their tenants. A tag is the later of
-- the virtual time and the tenant's last tag, plus cost divided by weight. It locks no row: charges are appended, and the charges of
-- concurrent transactions count once they are folded. Also returns whether the queue takes the operations at once.
CREATE OR REPLACE FUNCTION fair_tags(ids text[], tenants uuid[], priorities text[], costs double precision[])
RETURNS TABLE (id text, tag double precision, is_admitted boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT a.*, fair_stride(a.tenant_id, a.cost) AS stride
    FROM unnest(ids, tenants, priorities, costs) WITH ORDINALITY AS a (id, tenant_id, priority, cost, place)
  ), bases AS MATERIALIZED (
    SELECT f.tenant_id, f.priority, f.stride, c.admit_until, greatest(c.virtual_time,
      (SELECT t.last_tag FROM fair_tenants t WHERE t.tenant_id = f.tenant_id AND t.priority = f.priority),
      (SELECT h.last_tag FROM fair_charges h WHERE h.tenant_id = f.tenant_id AND h.priority = f.priority
         AND h.id > c.folded_until AND h.last_tag IS NOT NULL ORDER BY h.id DESC LIMIT 1)) AS base
    FROM (SELECT tenant_id, priority, sum(stride) AS stride FROM asked GROUP BY tenant_id, priority) f
      JOIN fair_classes c ON c.priority = f.priority
  ), charged AS (
    INSERT INTO fair_charges (tenant_id, priority, stride, last_tag) SELECT tenant_id, priority, stride, base + stride FROM bases
  )
  SELECT t.id, t.tag, t.tag < t.admit_until FROM (
    SELECT a.id, a.place, b.admit_until, b.base + sum(a.stride) OVER (PARTITION BY a.tenant_id, a.priority ORDER BY a.place) AS tag
    FROM asked a JOIN bases b ON b.tenant_id = a.tenant_id AND b.priority = a.priority) t ORDER BY t.place;
END
$$;
