-- What is part of an operation, a delivery or a schedule has no tenant_id: the API sees the parts of what it sees. OFFSET keeps the planner
-- from reading all owners to look parts up in. An owner that the same statement adds isn't visible yet, so that any part may be added.
DO $$
DECLARE
  part record;
BEGIN
  FOR part IN SELECT * FROM (VALUES ('phases', 'operation_id', 'operations'), ('checkpoints', 'operation_id', 'operations'),
    ('log_entries', 'operation_id', 'operations'), ('delivery_attempts', 'delivery_id', 'deliveries'),
    ('schedule_runs', 'schedule_id', 'schedules')) AS p (name, key, owner) LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part.name);
    EXECUTE format('CREATE POLICY all_tenants ON %I TO longhaul_worker USING (true)', part.name);
    EXECUTE format('CREATE POLICY of_named_tenants ON %I TO longhaul_api USING (EXISTS (SELECT FROM %I o WHERE o.id = %I.%I OFFSET 0)) WITH CHECK (true)',
      part.name, part.owner, part.name, part.key);
  END LOOP;
END
$$;

-- Requests add to the audit log by its inbox alone, and have nothing to write in what all tenants share the order by.
REVOKE INSERT, UPDATE, DELETE ON audit_entries, audit_chains, fair_classes, count_folds FROM longhaul_api;
-- Only who migrates writes these. The simulation has no list of migrations.
REVOKE INSERT, UPDATE, DELETE ON ledger_needs FROM longhaul_api, longhaul_worker;
DO $$
BEGIN
  REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM longhaul_api, longhaul_worker;
EXCEPTION WHEN undefined_table THEN NULL;
END
$$;
