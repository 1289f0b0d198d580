import { useTestDatabase, patientLimits } from "@longhaul/testing";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDb, migrate, type Db, type Sql } from "./index.ts";
import { readModels, TABLES } from "./test/read-models.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());

const modelled = async (): Promise<string[]> =>
  readModels(await readFile(new URL("../../../prisma/schema.prisma", import.meta.url), "utf8")).toSorted();
const linesOf = async (sql: Sql): Promise<string[]> => {
  const { rows } = await sql.query<{ line: string }>(TABLES);
  return rows.map(({ line }) => line).toSorted();
};
/** What the tables would be, had `drift` happened. */
const drifted = async (drift: string): Promise<string[]> => {
  let lines: string[] = [];
  const undone = db.withTransaction(async (tx) => {
    await tx.query(drift);
    lines = await linesOf(tx);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  return lines;
};

it("is what the Prisma models say: tables, columns, their types, whether they may be empty, keys and indexes", async () => {
  expect(await modelled()).toEqual(await linesOf(db));
  expect(await migrate(database.url)).toEqual([]);
});

it.each([
  ["a column that no model has", "ALTER TABLE phases ADD COLUMN mood text"],
  ["another type", "ALTER TABLE phases ALTER COLUMN progress TYPE bigint"],
  ["a column that may be empty", "ALTER TABLE phases ALTER COLUMN name DROP NOT NULL"],
  ["another key", "ALTER TABLE phases DROP CONSTRAINT phases_pkey, ADD PRIMARY KEY (operation_id, name)"],
  ["a missing table", "DROP TABLE callback_secrets"],
  ["an index that no model has", "CREATE INDEX phases_by_name ON phases (name)"],
  ["a missing index", "DROP INDEX artifacts_storage_key"],
  [
    "an index in another order",
    "DROP INDEX webhooks_project; CREATE INDEX webhooks_project ON webhooks (tenant_id, project_id, created_at, id)",
  ],
  [
    "an index with another condition",
    "DROP INDEX schedules_due; CREATE INDEX schedules_due ON schedules (next_run_at) WHERE status = 'Active'",
  ],
  ["a foreign key that no model has", "ALTER TABLE phases ADD FOREIGN KEY (operation_id) REFERENCES operations (id)"],
  [
    "a foreign key that keeps rows",
    "ALTER TABLE artifacts DROP CONSTRAINT artifacts_operation_id_fkey, ADD FOREIGN KEY (operation_id) REFERENCES operations (id)",
  ],
])("differs from them by %s", async (_, drift) => {
  expect(await drifted(drift)).not.toEqual(await modelled());
  expect(await linesOf(db)).toEqual(await modelled());
});

it("has no trigger that the page about the ledger doesn't name", async () => {
  const page = await readFile(new URL("../../../prisma/README.md", import.meta.url), "utf8");
  const { rows } = await db.query<{ name: string }>(
    `SELECT DISTINCT tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace`,
  );
  const names = rows.map(({ name }) => name).toSorted();
  const listed = page.slice(page.indexOf("## Triggers")).matchAll(/^\| (`.*?) \|/gm);
  expect(
    Array.from(listed, ([, cell = ""]) => cell.replaceAll("`", "").split(", "))
      .flat()
      .toSorted(),
  ).toEqual(names);
});
