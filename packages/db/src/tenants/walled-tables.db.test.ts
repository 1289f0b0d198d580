import { randomUUID } from "node:crypto";
import { patientLimits, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asTenants, createDb, type Db, type Sql } from "../index.ts";

const database = useTestDatabase();
let admin: Db;
let api: Db;
let worker: Db;
const [ann, bob] = [randomUUID(), randomUUID()];

interface Table {
  readonly name: string;
  /** What a row of it needs, in the order of the columns. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}
let tables: Table[] = [];

/** Something of each type that a column without a default has. */
const VALUES: Readonly<Record<string, string>> = {
  uuid: "gen_random_uuid()",
  // Some are JSON, which expressions look into.
  text: `'"' || gen_random_uuid() || '"'`,
  int2: "1",
  int4: "1",
  int8: "(random() * 1e9)::int8",
  float8: "random()",
  numeric: "1",
  bool: "false",
  timestamptz: "now()",
  jsonb: "'{}'",
  bytea: "'x'",
  _text: "'{}'",
  _uuid: "'{}'",
};

/** A statement that adds a row of a tenant. */
function insertOf({ name, columns }: Table, tenantId: string): string {
  const values = columns.map((column) => {
    if (column.name === "tenant_id") return `'${tenantId}'`;
    const value = VALUES[column.type];
    if (value === undefined) throw new Error(`no value is known for ${name}.${column.name}, which is ${column.type}`);
    return value;
  });
  return `INSERT INTO ${name} (${columns.map((column) => column.name).join()}) VALUES (${values.join()})`;
}

beforeAll(async () => {
  admin = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  api = createDb({ databaseUrl: database.url, applicationName: "test-api", role: "longhaul_api", poolSize: 1 });
  worker = createDb({ databaseUrl: database.url, applicationName: "test-worker", role: "longhaul_worker" });
  const { rows } = await admin.query<Table>(
    `SELECT i.table_name AS name, json_agg(json_build_object('name', i.column_name, 'type', i.udt_name) ORDER BY i.ordinal_position)
       FILTER (WHERE i.column_name = 'tenant_id' OR i.is_nullable = 'NO' AND i.column_default IS NULL
         AND i.is_generated = 'NEVER' AND i.is_identity = 'NO') AS columns
     FROM information_schema.columns i JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE i.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1
     HAVING bool_or(i.column_name = 'tenant_id') ORDER BY 1`,
  );
  tables = rows;
  // Here rows are only whose they are: what they must be beside that is tested where it is used.
  for (const table of tables) {
    const { rows: checks } = await admin.query<{ conname: string }>(
      "SELECT conname FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'",
      [table.name],
    );
    const changes = ["DISABLE TRIGGER ALL", ...checks.map(({ conname }) => `DROP CONSTRAINT "${conname}"`)];
    await admin.query(`ALTER TABLE ${table.name} ${changes.join()}`);
    for (const tenantId of [ann, bob]) await admin.query(insertOf(table, tenantId));
  }
});
afterAll(async () => Promise.all([admin.close(), api.close(), worker.close()]));

/** Asks every table, and tells what each answered. */
async function ofAll<T>(ask: (table: Table) => Promise<T>): Promise<Record<string, T>> {
  const answers: Record<string, T> = {};
  for (const table of tables) answers[table.name] = await ask(table);
  return answers;
}
const each = <T>(answer: T): Record<string, T> => Object.fromEntries(tables.map(({ name }) => [name, answer]));
const tenantsIn = async (db: Sql, { name }: Table): Promise<string[]> => {
  const { rows } = await db.query<{ tenant_id: string }>(`SELECT DISTINCT tenant_id FROM ${name}`);
  return rows.map((row) => row.tenant_id).toSorted();
};
const refusal = async (work: () => Promise<{ rowCount: number | null }>): Promise<string> =>
  work().then(
    ({ rowCount }) => `${rowCount} rows`,
    (err: unknown) => (err instanceof Error ? err.message.replace(/ for table .*/, "") : String(err)),
  );

describe("every table with a tenant_id", () => {
  it("has rows of two tenants, which the worker sees", async () => {
    expect(tables.length).toBeGreaterThan(20);
    expect(await ofAll(async (table) => tenantsIn(worker, table))).toEqual(each([ann, bob].toSorted()));
  });

  it("shows the API the rows of the tenant that is named, and none where nobody is", async () => {
    const named = async (table: Table) => asTenants([ann], async () => tenantsIn(api, table));
    expect(await ofAll(named)).toEqual(each([ann]));
    expect(await ofAll(async (table) => tenantsIn(api, table))).toEqual(each([]));
    const inTransaction = async (table: Table) => api.withTransaction(async (tx) => tenantsIn(tx, table));
    expect(await ofAll(inTransaction)).toEqual(each([]));
  });

  it("takes no row, change or deletion from the API that isn't of the tenant that is named", async () => {
    const refused = "new row violates row-level security policy";
    const denied = "permission denied";
    /** What only the audit log's sealing writes. It also takes calls out of the inbox, where requests add them. */
    const sealed = { audit_chains: denied, audit_entries: denied };
    const kept = { ...sealed, audit_inbox: denied };
    const asAnn = async (sql: string) => refusal(async () => asTenants([ann], async () => api.query(sql)));
    const insert = async (table: Table) => asAnn(insertOf(table, bob));
    expect(await ofAll(insert)).toEqual({ ...each(refused), ...sealed });
    const move = async ({ name }: Table) => asAnn(`UPDATE ${name} SET tenant_id = '${bob}'`);
    expect(await ofAll(move)).toEqual({ ...each(refused), ...kept });
    const change = async ({ name }: Table) =>
      asAnn(`UPDATE ${name} SET tenant_id = '${ann}' WHERE tenant_id = '${bob}'`);
    expect(await ofAll(change)).toEqual({ ...each("0 rows"), ...kept });
    expect(await ofAll(async ({ name }) => asAnn(`DELETE FROM ${name}`))).toEqual({ ...each("1 rows"), ...kept });
    const both = [ann, bob].toSorted();
    expect(await ofAll(async (table) => tenantsIn(admin, table))).toEqual({
      ...each([bob]),
      audit_chains: both,
      audit_entries: both,
      audit_inbox: both,
    });
  });

  it("can't be reached by a function that goes past the wall", async () => {
    expect((await admin.query("SELECT proname FROM pg_proc WHERE prosecdef")).rows).toEqual([]);
  });
});
