import { randomUUID } from "node:crypto";
import { asTenants, type Scope, type Sql } from "@longhaul/db";
import { afterEach, describe, expect, it, vi } from "vitest";
import { TRIAL } from "../test/drive-operation.ts";
import { useApi } from "../test/use-api.ts";

const api = useApi();
afterEach(() => vi.restoreAllMocks());

const other: Scope = { tenantId: randomUUID(), projectId: randomUUID() };
const pathOf = ({ tenantId, projectId }: Scope): string => `/api/${tenantId}/${projectId}/async`;

/** A call of a tenant of its own. */
async function call(scope: Scope, path: string, json?: unknown) {
  const token = await api.token({ tenants: { [scope.tenantId]: { projects: "*", role: "admin" } } });
  return api.call(api.url(`${pathOf(scope)}${path}`), { token, ...(json === undefined ? {} : { json }) });
}

const FILTER = "tenant_id = $1 AND project_id = $2 AND";
/** A statement that no longer asks for its tenant's rows alone. */
function forgetful(statement: Parameters<Sql["query"]>[0]): Parameters<Sql["query"]>[0] {
  if (typeof statement === "string" || !statement.text.includes(FILTER)) return statement;
  return { text: statement.text.replaceAll(FILTER, "$1::uuid IS NOT NULL AND $2::uuid IS NOT NULL AND") };
}

describe("the wall around a tenant", () => {
  it("holds where a statement of the product has lost its condition", async () => {
    for (const scope of [api, other]) expect(await call(scope, "/operation", TRIAL)).toMatchObject({ status: 202 });
    const { db, fleetDb } = api.ctx();
    const counts = async (): Promise<unknown[]> =>
      Promise.all([api, other].map(async (scope) => (await call(scope, "/queue")).body["waiting"].total));
    expect(await counts()).toEqual([1, 1]);

    const query = db.query.bind(db);
    let lost = 0;
    const forget = async (
      statement: Parameters<Sql["query"]>[0],
      values?: readonly unknown[],
      on: Sql["query"] = query,
    ) => {
      const without = forgetful(statement);
      if (without !== statement) lost += 1;
      return on(without, values);
    };
    const spy = vi.spyOn(db, "query").mockImplementation(forget);
    expect(await counts()).toEqual([1, 1]);
    expect(lost).toBeGreaterThanOrEqual(4);
    // The same statements on a ledger without a wall.
    spy.mockImplementation(async (statement, values) => forget(statement, values, fleetDb.query.bind(fleetDb)));
    expect(await counts()).toEqual([2, 2]);
  });

  it("holds for what asks for everything", async () => {
    const { db, fleetDb } = api.ctx();
    const everything = async (sql: Sql) => (await sql.query<{ tenant_id: string }>("SELECT * FROM operations")).rows;
    const tenants = (rows: { tenant_id: string }[]) => rows.map((row) => row.tenant_id);
    expect(tenants(await everything(fleetDb)).toSorted()).toEqual([api.tenantId, other.tenantId].toSorted());
    for (const { tenantId } of [api, other])
      expect(tenants(await asTenants([tenantId], async () => everything(db)))).toEqual([tenantId]);
    expect(await everything(db)).toEqual([]);
  });
});
