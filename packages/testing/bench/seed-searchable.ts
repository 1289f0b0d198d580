import type { Db } from "@longhaul/db";
import pg from "pg";

/** Words of the seeded operations, by how many have them. */
export const SEEDED = {
  /** All have it. */
  everywhere: "mining",
  /** One of 20. */
  frequent: "bordeaux",
  /** Some of a thousand: a host in errors and logs. */
  seldom: "platter17",
  /** The oldest fifth. */
  old: "legacyimport",
  /** One in ten has the one, another the other, none has both. */
  apart: ["alpha", "omega"],
} as const;

/** Inserts ended operations of one project, 8 s apart, with names, parameters, errors and logs of usual length. */
export async function seedSearchable(
  db: Db,
  scope: { readonly tenantId: string; readonly projectId: string },
  count: number,
): Promise<void> {
  const patient = db.withStatementLimit(3_600_000);
  await patient.query(
    `INSERT INTO operations (id, tenant_id, project_id, type, name, description, priority, status, parameters, error, timeout_sec,
       cpu_units, memory_gb, estimated_low_sec, estimated_high_sec, created_by, created_at, started_at, ended_at, total_phases, progress)
     SELECT 'op-' || gen_random_uuid(), $1, $2,
       (ARRAY['ProcessMiningAnalysis', 'DataEnrichment', 'ReportGeneration'])[1 + n % 3],
       concat_ws(' ', 'Mining of', (ARRAY['invoices', 'orders', 'claims', 'receipts', 'tickets', 'shipments', 'returns'])[1 + n % 7],
         (ARRAY['Paris', 'Lyon', 'Bordeaux', 'Lille', 'Nantes', 'Toulouse', 'Nice', 'Rennes', 'Metz', 'Brest', 'Dijon', 'Tours', 'Reims',
           'Caen', 'Nancy', 'Rouen', 'Arras', 'Pau', 'Albi', 'Agen'])[1 + n % 20], 'week', n % 53),
       CASE n % 10 WHEN 0 THEN 'alpha line' WHEN 1 THEN 'omega line' END,
       (ARRAY['Low', 'Normal', 'High', 'Critical'])[1 + n % 4], s.status,
       jsonb_build_object('datasetId', md5('dataset' || n % 5000)::uuid, 'reference', 'order-' || n, 'minimumShare', 0.05,
         'activityColumn', 'activity', 'timestampColumn', 'completed_at', 'language', CASE n % 2 WHEN 0 THEN 'fr' ELSE 'en' END)
         || CASE WHEN n > $3::int * 0.8 THEN '{"source": "legacyimport"}'::jsonb ELSE '{}' END,
       CASE WHEN s.status = 'Failed' THEN jsonb_build_object('code', 'disk_broken', 'retryable', false,
         'message', format('The volume %s of host platter%s could not be read', n % 9, n / 50 % 50)) END,
       3600, 1, 1, 10, 20, 'user' || n % 200 || '@example.org', c.at, c.at, c.at + interval '5 seconds', 4,
       CASE WHEN s.status = 'Completed' THEN 100 ELSE 40 END
     FROM generate_series(1, $3::int) AS n
     CROSS JOIN LATERAL (SELECT CASE WHEN n % 50 = 0 THEN 'Failed' WHEN n % 77 = 0 THEN 'Cancelled' WHEN n % 999 = 0 THEN 'Timeout'
       ELSE 'Completed' END AS status) s
     CROSS JOIN LATERAL (SELECT now() - n * interval '8 seconds' AS at) c`,
    [scope.tenantId, scope.projectId, count],
  );
  await patient.query(
    `INSERT INTO log_counts (operation_id, info, bytes)
     SELECT id, 4, 480 FROM operations WHERE project_id = $1 AND id LIKE '%0'`,
    [scope.projectId],
  );
  await patient.query(
    `INSERT INTO log_entries (operation_id, tenant_id, epoch, number, logged_at, level, phase, attempt, message, fields, bytes)
     SELECT id, tenant_id, 1, n, created_at, 'info', 'Import', 1, format('rows %s read from host platter%s', 1000 * n, get_byte(decode(md5(id), 'hex'), 0) % 50),
       jsonb_build_object('rows', 1000 * n, 'seconds', n), 120
     FROM operations CROSS JOIN generate_series(1, 4) n WHERE project_id = $1 AND id LIKE '%0'`,
    [scope.projectId],
  );
  await patient.query("SELECT compact_operation_counts($1)", [count * 2]);
}

/** No statement's time limit holds for it, nor may it be part of a transaction. */
export async function vacuum(databaseUrl: string, tables: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`VACUUM ANALYZE ${tables}`);
  await client.end();
}
