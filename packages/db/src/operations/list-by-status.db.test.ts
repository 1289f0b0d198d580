import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits, trialOperation } from "@longhaul/testing";
import type { OperationStatus } from "@longhaul/domain";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  claimOperations,
  createDb,
  createOperations,
  failOperation,
  listOperations,
  repairPlaces,
  type Db,
} from "../index.ts";
import { copyOperation } from "../test/copy-operation.ts";
import { rowsRead } from "../test/rows-read.ts";

/** A list of whatever statuses reads in proportion to what it shows, whatever else the project has. */

const OTHERS = 3000;
const PAGE = 5;
/** Of each status that is asked for, a page and one more, each with its place; twice, as dead rows may be met. */
const mostRows = (statuses: number): number => 4 * statuses * (PAGE + 1);

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };

it("finds the few that run or failed behind thousands that wait, completed, or are of another project", async () => {
  const operations = Array.from({ length: 9 }, () => trialOperation(scope));
  await createOperations(db, operations);
  const ids = operations.map(({ id }) => id);
  const claims = ids.slice(0, 6).map((id) => ({ operationId: id, executionId: id, workerNode: "w", leaseMs: 600_000 }));
  expect(await claimOperations(db, claims)).not.toContain(null);
  for (const id of ids.slice(0, 3))
    await failOperation(db, { operationId: id, epoch: 1, error: { code: "e", message: "e" } });
  await db.query("UPDATE operations SET created_at = now() - interval '1 day' WHERE tenant_id = $1", [scope.tenantId]);
  await repairPlaces(db);
  const [waiting = "", failed = ""] = [ids[8], ids[0]];
  const now = { created_at: new Date() };
  await copyOperation(db, { operationId: waiting, n: OTHERS, changes: now });
  await copyOperation(db, {
    operationId: failed,
    n: OTHERS,
    changes: { ...now, status: "Completed", progress: 100, error: null },
  });
  await copyOperation(db, { operationId: ids[4] ?? "", n: OTHERS, changes: { ...now, project_id: randomUUID() } });

  const list = async (sql: Pick<Db, "query">, statuses: readonly OperationStatus[], size = PAGE) =>
    (await listOperations(sql, scope, { statuses }, { size, offset: 0, withPhases: false })).operations.map(
      ({ operation }) => operation,
    );
  const sorted = (all: readonly string[]): string[] => all.toSorted((a, b) => a.localeCompare(b));
  for (const statement of ["SELECT", "ANALYZE"]) {
    await db.query(statement);
    const found = async (...statuses: OperationStatus[]): Promise<string[]> =>
      sorted((await list(db, statuses, 6)).map(({ id }) => id));
    expect(await found("Running")).toEqual(sorted(ids.slice(3, 6)));
    expect(await found("Failed", "Timeout")).toEqual(sorted(ids.slice(0, 3)));
    expect(await found("Running", "Failed")).toEqual(sorted(ids.slice(0, 6)));
    const mixed = await list(db, ["Initiated", "Completed"]);
    expect(mixed.map(({ createdAt }) => createdAt)).toEqual(
      mixed.map(({ createdAt }) => createdAt).toSorted((a, b) => b.getTime() - a.getTime()),
    );
    expect(mixed).toHaveLength(PAGE);
    for (const statuses of [
      ["Running"],
      ["Failed"],
      ["Running", "Failed"],
      ["Initiated"],
      ["Initiated", "Running"],
      ["Completed"],
      ["Timeout"],
    ] as const) {
      const rows = await rowsRead(db, (sql) => list(sql, statuses));
      expect({ statuses, isFew: rows <= mostRows(statuses.length) + 40, rows }).toMatchObject({ isFew: true });
    }
  }
});
