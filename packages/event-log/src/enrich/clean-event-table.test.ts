import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlText } from "../text/sql-text.ts";
import { CLEANING_RULES, cleanEventTable, type CleaningOptions, type CleaningRuleName } from "./clean-event-table.ts";

let scratchDir = "";
beforeEach(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), "clean-event-table-"));
});
afterEach(() => rm(scratchDir, { recursive: true }));

const columns = "case_id, activity, timestamp, start_timestamp, resource";
const at = (hour: number): string => `TIMESTAMP '2024-01-01 00:00:00' + INTERVAL ${hour} HOUR`;
/** 40 cases of two rows, `Register claim` and `Decide on claim 1`, in good order. */
const good = `SELECT 'c' || (i // 2), CASE WHEN i % 2 = 0 THEN 'Register claim' ELSE 'Decide on claim 1' END,
  ${at(1)} + to_hours(i), ${at(0)} + to_hours(i), 'Ann' FROM range(80) r(i)`;

async function clean(rows: string, rules: CleaningRuleName[], extra: Partial<CleaningOptions> = {}) {
  const limits = { scratchDir, threads: 1, memoryLimitMB: 256, signal: new AbortController().signal };
  const path = (name: string): string => join(scratchDir, name);
  const session = await openDuckDbSession(limits);
  try {
    await session.query(
      `COPY (SELECT * FROM (${good} UNION ALL ${rows}) t(${columns})) TO ${sqlText(path("in.parquet"))} (FORMAT parquet)`,
    );
    const reports = await cleanEventTable({
      ...limits,
      tablePath: path("in.parquet"),
      cleanedPath: path("out.parquet"),
      changesPath: path("changes.csv"),
      rules,
      ...extra,
    });
    const added = await session.query(
      `SELECT case_id, activity, CAST(timestamp AS VARCHAR), CAST(start_timestamp AS VARCHAR), resource
       FROM read_parquet(${sqlText(path("out.parquet"))}) OFFSET 80`,
    );
    return { reports, added, csv: await readFile(path("changes.csv"), "utf8") };
  } finally {
    await session.close();
  }
}

const row = (caseId: string, activity: string, time = at(5), start = at(4), resource = "'Ann'"): string =>
  `SELECT '${caseId}', '${activity}', ${time}, ${start}, ${resource}`;

describe("cleanEventTable", () => {
  it("drops rows that are equal in every column but the first", async () => {
    const { reports, added } = await clean(`${row("d", "X")} UNION ALL ${row("d", "X")}`, ["remove_duplicates"]);
    expect(reports).toMatchObject([
      {
        found: 1,
        changed: 0,
        dropped: 1,
        examples: [{ case: "d", row: 82, column: null, before: "X @ 2024-01-01 05:00:00" }],
      },
    ]);
    expect(added).toHaveLength(1);
  });

  it("swaps a start after its end", async () => {
    const { reports, added } = await clean(row("d", "X", at(4), at(5)), ["fix_timestamps"]);
    expect(reports).toMatchObject([{ found: 1, changed: 1, dropped: 0 }]);
    expect(added[0]?.slice(2, 4)).toEqual(["2024-01-01 05:00:00", "2024-01-01 04:00:00"]);
  });

  it("puts a missing timestamp between its neighbours and drops a row with one neighbour", async () => {
    const rows = [row("d", "A", at(2), "NULL"), row("d", "B", "NULL", "NULL"), row("d", "C", at(4), "NULL")];
    const { reports, added } = await clean([...rows, row("d", "D", "NULL", "NULL")].join(" UNION ALL "), [
      "fix_timestamps",
    ]);
    expect(reports).toMatchObject([{ found: 2, changed: 1, dropped: 1 }]);
    expect(added.map(([, activity, time]) => [activity, time])).toEqual([
      ["A", "2024-01-01 02:00:00"],
      ["B", "2024-01-01 03:00:00"],
      ["C", "2024-01-01 04:00:00"],
    ]);
  });

  it("corrects a misspelling but keeps an activity with another number", async () => {
    const { reports, added } = await clean(
      `${row("d", "Regsiter claim")} UNION ALL ${row("d", "Decide on claim 2")}`,
      ["validate_activities"],
      { parameters: { misspellings: "all" } },
    );
    expect(reports).toMatchObject([{ found: 1, changed: 1, dropped: 0 }]);
    expect(added.map(([, activity]) => activity)).toEqual(["Register claim", "Decide on claim 2"]);
  });

  it("proposes misspellings with the evidence for them, and merges none unless it is told to", async () => {
    const slips = `${row("d", "Regsiter claim")} UNION ALL ${row("d", "Decide on claim 1", at(9))}`;
    const proposal = {
      from: "Regsiter claim",
      to: "Register claim",
      events: 1,
      alternatives: [],
      evidence: { edits: 1, timesAsFrequent: 40, sameNeighbours: 1, sameResources: 1, knownVariants: 1 },
      safe: true,
    };
    const { reports } = await clean(slips, ["validate_activities"]);
    expect(reports).toMatchObject([{ found: 1, changed: 0, proposals: [{ ...proposal, applied: false }] }]);
    for (const misspellings of ["safe", "all", ["Regsiter claim"]] as const) {
      const told = await clean(slips, ["validate_activities"], { parameters: { misspellings } });
      expect(told.reports).toMatchObject([{ found: 1, changed: 1, proposals: [{ ...proposal, applied: true }] }]);
      expect(told.added[0]?.[1]).toBe("Register claim");
    }
    const other = await clean(slips, ["validate_activities"], { parameters: { misspellings: ["Decide on claim 1"] } });
    expect(other.reports).toMatchObject([{ found: 1, changed: 0 }]);
  });

  it.each([
    ["that stands at another place", row("d", "Decide on claim 1"), row("d", "Regsiter claim", at(9))],
    ["of somebody else's", row("d", "Regsiter claim", at(5), at(4), "'Uwe'"), row("d", "Decide on claim 1", at(9))],
    ["on a path of its own", row("d", "Regsiter claim"), row("d", "Regsiter claim", at(9))],
  ])("calls no misspelling safe %s", async (_, one, other) => {
    const { reports } = await clean(`${one} UNION ALL ${other}`, ["validate_activities"], {
      parameters: { misspellings: "safe" },
    });
    expect(reports).toMatchObject([
      { changed: 0, proposals: [{ from: "Regsiter claim", safe: false, applied: false }] },
    ]);
  });

  it("trims, takes the common case and maps names in its own order", async () => {
    const rules: CleaningRuleName[] = ["map_activities", "normalise_case", "trim_whitespace"];
    const { reports, added } = await clean(row("d", "  REGISTER  claim "), rules, {
      parameters: { activityMapping: { "Decide on claim 1": "Decide" } },
    });
    expect(reports.map(({ rule, changed }) => [rule, changed])).toEqual([
      ["trim_whitespace", 1],
      ["normalise_case", 1],
      ["map_activities", 40],
    ]);
    expect(added[0]?.[1]).toBe("Register claim");
  });

  it("fills resources and drops cases of one event", async () => {
    const rows = [row("d", "A", at(5), at(4), "NULL"), row("d", "B"), row("lone", "A")].join(" UNION ALL ");
    const { reports, added } = await clean(rows, ["drop_incomplete_cases", "fill_missing_resources"]);
    expect(reports.map(({ rule, changed, dropped }) => [rule, changed, dropped])).toEqual([
      ["fill_missing_resources", 1, 0],
      ["drop_incomplete_cases", 0, 1],
    ]);
    expect(added.map(([caseId, , , , resource]) => [caseId, resource])).toEqual([
      ["d", "Unknown"],
      ["d", "Ann"],
    ]);
  });

  it("drops cases that don't end as complete ones do, by time, and fills in the name that it is told", async () => {
    const rows = [
      row("d", "Close", at(6)),
      row("d", "Decide", at(5), at(4), "NULL"),
      row("e", "Close", at(5)),
      row("e", "Open", at(6)),
    ];
    const { reports, added } = await clean(
      rows.join(" UNION ALL "),
      ["drop_incomplete_cases", "fill_missing_resources"],
      {
        parameters: { missingResource: "nobody", completeCase: { endActivities: ["Close", "Decide on claim 1"] } },
      },
    );
    expect(reports.map(({ changed, dropped }) => [changed, dropped])).toEqual([
      [1, 0],
      [0, 2],
    ]);
    expect(added.map(([caseId, , , , resource]) => [caseId, resource])).toEqual([
      ["d", "Ann"],
      ["d", "nobody"],
    ]);
  });

  it("keeps the rows of a case together where trimming makes two cases one", async () => {
    const rows = [row("d", "A"), row("e", "A"), row("d ", "B"), row("e", "B")].join(" UNION ALL ");
    const { added } = await clean(rows, ["trim_whitespace"]);
    expect(added.map((cells) => cells.slice(0, 2))).toEqual([
      ["d", "A"],
      ["d", "B"],
      ["e", "A"],
      ["e", "B"],
    ]);
  });

  it("takes attributes that are named as its own working columns are", async () => {
    const path = (name: string): string => join(scratchDir, name);
    const limits = { scratchDir, threads: 1, memoryLimitMB: 256, signal: new AbortController().signal };
    const session = await openDuckDbSession(limits);
    await session.query(
      `COPY (SELECT 'd' AS case_id, 'A' AS activity, ${at(1)} AS timestamp, 1 AS correct, 2 AS common, 3 AS gap_position, 4 AS before,
       5 AS before_and_after, 6 AS candidates, 7 AS spelling, 8 AS misspelt) TO ${sqlText(path("in.parquet"))} (FORMAT parquet)`,
    );
    await session.close();
    const paths = {
      tablePath: path("in.parquet"),
      cleanedPath: path("out.parquet"),
      changesPath: path("changes.csv"),
    };
    const reports = await cleanEventTable({ ...limits, ...paths, rules: CLEANING_RULES });
    expect(reports.map(({ found }) => found)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it("writes every change to the CSV with formulas neutralised", async () => {
    const { csv } = await clean(row("=cmd", " @x "), ["trim_whitespace"]);
    expect(csv).toBe("rule,case,row,column,before,after\ntrim_whitespace,'=cmd,81,activity, @x ,'@x\n");
  });
});
