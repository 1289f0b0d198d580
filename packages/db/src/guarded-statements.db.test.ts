import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { patientLimits, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  completeExport,
  completeImport,
  completePreview,
  createDb,
  failImport,
  forgiveLapse,
  giveUpClaim,
  moveOn,
  readLedgerSql,
  recordImportProgress,
  recordProgress,
  recordSource,
  releaseClaim,
  releaseDeliveries,
  releaseOperation,
  type Db,
  type Sql,
  type Tx,
} from "./index.ts";
import { explainWith } from "./test/explain-with.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());

const operation = { operationId: "op", epoch: 1 };
const dataset = { datasetId: "00000000-0000-0000-0000-000000000001", epoch: 1 };
const file = { key: "k", sizeBytes: 1, sha256: "00" };

const held = (id: string) => ({ id, epoch: 1 });

/** Each statement that writes what a claim holds, by the table whose row it finds. */
const writes: readonly (readonly [table: string, (sql: Sql) => Promise<unknown>])[] = [
  ["operations", async (sql) => releaseOperation(sql, operation)],
  ["operations", async (sql) => forgiveLapse(sql, "operations", held(operation.operationId))],
  ["operations", async (sql) => giveUpClaim(sql, { ...operation, executionId: "e" })],
  [
    "operations",
    async (sql) => recordProgress(sql, { ...operation, leaseMs: 1, phaseIdx: 0, percentage: 1, phaseProgress: 1 }),
  ],
  ["datasets", async (sql) => recordImportProgress(sql, { ...dataset, leaseMs: 1, fraction: 0.5 })],
  ["datasets", async (sql) => recordSource(sql, { ...dataset, sizeBytes: 1, sha256: "00" })],
  ["datasets", async (sql) => releaseClaim(sql, "datasets", held(dataset.datasetId))],
  ["datasets", async (sql) => failImport(sql, dataset, { code: "x", message: "x" })],
  ["datasets", async (sql) => completeImport(sql, dataset, {} as Parameters<typeof completeImport>[2])],
  ["datasets", async (sql) => completeExport(sql, dataset, file)],
  ["datasets", async (sql) => completePreview(sql, dataset, {})],
  ["schedules", async (sql) => moveOn(sql as Tx, { id: dataset.datasetId, epoch: 1 }, null)],
];

/** The same statements of other tables. */
const ofOthers: typeof writes = [
  ["datasets", async (sql) => forgiveLapse(sql, "datasets", held(dataset.datasetId))],
  ["deliveries", async (sql) => releaseDeliveries(sql, [held("dlv")])],
];

/** The condition of a guarded write, from the row's id to the end of its line. */
const GUARD = /\bid = \$1 AND (?:epoch|lapsed_epoch|execution_id) = \$2[^`"\n]*/g;
/** Functions that guard each row that they are given by its own epoch. */
const ROWS_GUARDED = /\bepoch = (?:(?:g|m|b)\.epoch|coalesce\(e\.epoch, o\.epoch\))/;

describe("whatever writes under a claim", () => {
  it("finds its row by its id, each of the statements that there are", async () => {
    const asked: string[] = [];
    for (const [table, write] of [...writes, ...ofOthers]) {
      const plans = await explainWith(db, async (sql) => {
        const query = async (...given: Parameters<Sql["query"]>) => {
          asked.push(typeof given[0] === "string" ? given[0] : given[0].text);
          return sql.query(...given);
        };
        await write({ query: query as Sql["query"] });
      });
      expect(plans).toHaveLength(1);
      const found = (plans[0] ?? "")
        .split("Index Scan using ")
        .slice(1)
        .filter((node) => node.includes(` on ${table} `));
      expect(found).not.toEqual([]);
      expect(plans[0]).not.toContain(`Seq Scan on ${table} `);
      expect(found.filter((node) => !/^\S+ on \S+ .*\n\s*Index Cond: \(\(?id = /.test(node))).toEqual([]);
    }
    const guards: string[] = [];
    for await (const name of glob("**/*.ts", { cwd: import.meta.dirname })) {
      if (!name.endsWith(".test.ts"))
        guards.push(...((await readFile(join(import.meta.dirname, name), "utf8")).match(GUARD) ?? []));
    }
    expect(guards.length).toBeGreaterThanOrEqual(writes.length);
    expect(guards.filter((guard) => !asked.some((text) => text.includes(guard)))).toEqual([]);
  });

  it("by functions is what the load beside an old snapshot runs", async () => {
    const guarded = (await readLedgerSql()).filter(({ name, sql }) => name.endsWith(".sql") && ROWS_GUARDED.test(sql));
    expect(guarded.map(({ name }) => name)).toEqual([
      "deliveries/record_attempts.sql",
      "operations/advance_operations.sql",
      "operations/append_log_entries.sql",
      "operations/end_operations.sql",
    ]);
  });
});
