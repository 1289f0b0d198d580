import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEventLog } from "../read/read-event-log.ts";
import { readTableFromSql, withTableFromSql } from "../test/read-table-from-sql.ts";
import type { AttributeFilter } from "./log-filters.ts";
import { listTableColumns, readAttributeFlags } from "./read-attribute-flags.ts";
import { writeFilteredTable } from "./write-filtered-table.ts";

/** Four cases whose rows are mixed; `it's "x"` is a column as well. */
const TABLE = `SELECT case_id, 'a' AS activity, TIMESTAMP '2024-01-01' + INTERVAL (n) DAY AS timestamp, region, amount,
    due, paid, n AS "it's ""x""" FROM (VALUES
  (1, 'c1', 'north', 5.0, TIMESTAMP '2024-02-01 12:00:00', true), (2, 'c2', 'south', 50.5, NULL, false),
  (3, 'c1', 'south', 7.0, TIMESTAMP '2024-02-02', true), (4, 'c3', NULL, NULL, TIMESTAMP '2024-03-01', NULL),
  (5, 'c4', 'North', 'nan'::DOUBLE, NULL, false), (6, 'c2', '', 5.0, NULL, false)
) AS rows(n, case_id, region, amount, due, paid)`;

const CASES = ["c1", "c2", "c3", "c4"];
const feb = (day: number): number => Date.UTC(2024, 1, day);

describe("readAttributeFlags", () => {
  it.each<[AttributeFilter, readonly string[]]>([
    [{ column: "region", values: ["north"] }, ["c1"]],
    [{ column: "region", values: ["south"] }, ["c1", "c2"]],
    [{ column: "region", values: ["south"], of: "firstEvent" }, ["c2"]],
    [{ column: "region", values: ["south", "north"], of: "everyEvent" }, ["c1"]],
    [{ column: "region", values: [null] }, ["c2", "c3"]],
    [{ column: "region", except: [null, "North"], of: "everyEvent" }, ["c1"]],
    [{ column: "region", except: ["south"] }, ["c1", "c2", "c3", "c4"]],
    [{ column: "region", values: ["'; DROP TABLE x; --"] }, []],
    [{ column: "amount", from: 6 }, ["c1", "c2"]],
    [{ column: "amount", to: 5 }, ["c1", "c2"]],
    [{ column: "amount", from: 6, to: 7 }, ["c1"]],
    [{ column: "amount", values: [5] }, ["c1", "c2"]],
    [{ column: "due", from: { atMs: feb(2) } }, ["c1", "c3"]],
    [{ column: "due", from: { atMs: feb(1) }, to: { beforeMs: feb(2) } }, ["c1"]],
    [{ column: "paid", values: [true] }, ["c1"]],
    [{ column: "paid", values: ["false"] }, ["c2", "c4"]],
    [{ column: `it's "x"`, values: [4] }, ["c3"]],
    [{ column: "region", from: 1 }, []],
  ])("%j is met by %j", async (filter, expected) => {
    await withTableFromSql(TABLE, async (options) => {
      const { caseIds } = await readEventLog(options);
      expect(caseIds).toEqual(CASES);
      const [flags] = await readAttributeFlags(options, [filter], caseIds.length);
      expect(caseIds.filter((_, owner) => flags?.[owner] === 1)).toEqual(expected);
    });
  });

  it("judges several filters of a table without times", async () => {
    const rows = `SELECT * REPLACE (NULL::TIMESTAMP AS timestamp) FROM (${TABLE})`;
    await withTableFromSql(rows, async (options) => {
      const flags = await readAttributeFlags(
        options,
        [
          { column: "region", values: ["south"], of: "firstEvent" },
          { column: "amount", from: 6 },
        ],
        4,
      );
      expect(flags.map((each) => [...each])).toEqual([
        [0, 1, 0, 0],
        [1, 1, 0, 0],
      ]);
    });
  });
});

describe("listTableColumns", () => {
  it("names the columns of the table", async () => {
    await withTableFromSql(TABLE, async (options) => {
      expect(await listTableColumns(options)).toEqual([
        "case_id",
        "activity",
        "timestamp",
        "region",
        "amount",
        "due",
        "paid",
        `it's "x"`,
      ]);
    });
  });
});

describe("writeFilteredTable", () => {
  it("keeps rows as they are and in their order", async () => {
    const folder = await mkdtemp(join(tmpdir(), "filtered-"));
    const rows = TABLE.replace("'a' AS activity", "CASE n WHEN 3 THEN 'b' ELSE 'a' END AS activity");
    await withTableFromSql(rows, async (options) => {
      const filteredPath = join(folder, "filtered.parquet");
      const count = await writeFilteredTable({
        ...options,
        signal: new AbortController().signal,
        keepsCase: (id) => id === "c1" || id === "c2",
        keepsActivity: (name) => name === "a",
        filteredPath,
      });
      expect(count).toBe(3);
      const expected = `SELECT * FROM (${rows}) WHERE case_id IN ('c1', 'c2') AND activity = 'a'`;
      const [filtered, wanted] = [
        await readEventLog({ ...options, tablePath: filteredPath }),
        await readTableFromSql(expected),
      ];
      expect(filtered).toEqual(wanted);
    });
    await rm(folder, { recursive: true });
  });
});
