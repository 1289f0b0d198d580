import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { accepted, fileOf, refused, rowsOf, run, scratchDir } from "../import/test-imports.fixture.ts";

const csv = (...lines: string[]): Promise<string> => fileOf(`${lines.join("\n")}\n`);

/** A table of orders, each with some of its steps' times. */
const orders = (): Promise<string> =>
  csv(
    "Order;Customer;Received;Approved;Shipped",
    "O1;Ann;02.01.2024 09:00;02.01.2024 09:00;05.01.2024 12:00",
    "O2;Bob;03.01.2024 10:00;04.01.2024 11:00;NULL",
    "O3;Ann;04.01.2024 08:00;-;03.01.2024 07:00",
    "O4;Eve;;00.00.0000;",
    "O5;Eve;05.01.2024 08:00;soon;06.01.2024 07:00",
  );

describe("a table with a row for each case", () => {
  it("is refused with the reason and a mapping that makes events of its times", async () => {
    const path = await orders();
    const { code, message, mapping } = await refused(path);
    expect(code).toBe("OneRowPerCase");
    expect(message).toContain('{"caseId": "Order", "unpivot": ["Received", "Approved", "Shipped"]}');
    expect(mapping).toEqual({ caseId: "Order", unpivot: ["Received", "Approved", "Shipped"] });
    expect((await accepted(path, mapping)).events).toBe(9);
  });

  it("becomes an event for each time, in the order of its columns; what can't be read is told with line and column", async () => {
    const result = await accepted(await orders(), { caseId: "order", unpivot: ["Shipped", "received", "Approved"] });
    expect(await rowsOf(result.tablePath, "case_id, activity, timestamp::VARCHAR, Customer")).toEqual([
      ["O1", "Received", "2024-01-02 09:00:00", "Ann"],
      ["O1", "Approved", "2024-01-02 09:00:00", "Ann"],
      ["O1", "Shipped", "2024-01-05 12:00:00", "Ann"],
      ["O2", "Received", "2024-01-03 10:00:00", "Bob"],
      ["O2", "Approved", "2024-01-04 11:00:00", "Bob"],
      ["O3", "Received", "2024-01-04 08:00:00", "Ann"],
      ["O3", "Shipped", "2024-01-03 07:00:00", "Ann"],
      ["O5", "Received", "2024-01-05 08:00:00", "Eve"],
      ["O5", "Shipped", "2024-01-06 07:00:00", "Eve"],
    ]);
    expect([result.events, result.cases, result.activities, result.errorRecords]).toEqual([9, 4, 3, 2]);
    expect(result.errors).toMatchObject([
      { type: "Missing Timestamp", count: 1, resolved: false, examples: [{ line: 5 }] },
      { type: "Invalid Timestamp", count: 1, examples: [{ line: 6, column: "Approved", value: "soon" }] },
    ]);
    expect(result.detected.mapping).toEqual({ caseId: "Order", unpivot: ["Received", "Approved", "Shipped"] });
  });

  it("is read by a pattern of names, which leaves out the columns with a role of their own", async () => {
    const path = await csv(
      "id,at A,at B (UTC),At_C,note",
      "1,2024-01-01,2024-01-02,2024-01-03,x",
      "2,2024-01-04,,2024-01-05,y",
    );
    expect(
      await accepted(path, { caseId: "id", unpivot: ["at ?*", "AT*"] }).catch((err: Error) => err.message),
    ).toMatch(/unpivot names "at \?\*"/);
    expect((await accepted(path, { caseId: "id", unpivot: "at*" })).detected.mapping).toMatchObject({
      unpivot: ["at A", "at B (UTC)", "At_C"],
    });
    await expect(accepted(path, { caseId: "id", unpivot: `${"*t".repeat(60)}*z` })).rejects.toThrow(
      "has no such column",
    );
    const all = await accepted(path, { caseId: "id", resource: "note", unpivot: ["*"] });
    expect([all.events, all.activities]).toEqual([5, 3]);
  });

  it("has one event for the start and the end of a step, whose time is its start where it has no end", async () => {
    const path = await csv(
      "Order,Pick end,Pick start,Received,pack_started_at,pack_finished_at,Ship from,Ship to",
      "O1,2024-01-01 10:00,2024-01-01 09:00,2024-01-01 08:00,2024-01-01 11:00,2024-01-01 12:00,,",
      "O2,,2024-01-02 09:00,2024-01-02 08:00,,2024-01-02 12:00,2024-01-03 09:00,soon",
      "O3,2024-01-03 10:00,,2024-01-03 08:00,2024-01-03 11:00,2024-01-03 12:00,2024-01-04 09:00,2024-01-04 10:00",
      "O4,2024-01-04 10:00,2024-01-04 09:00,2024-01-04 08:00,2024-01-04 11:00,2024-01-04 12:00,,",
    );
    const { message, mapping } = await refused(path);
    expect(message).toContain('"Pick start" and "Pick end" become the start and the end of one event, "Pick"');
    const result = await accepted(path, mapping);
    expect(result.detected.mapping).toEqual(mapping);
    expect(
      await rowsOf(
        result.tablePath,
        "case_id, activity, strftime(start_timestamp, '%d %H'), strftime(timestamp, '%d %H')",
      ),
    ).toEqual([
      ["O1", "Pick", "01 09", "01 10"],
      ["O1", "Received", null, "01 08"],
      ["O1", "pack", "01 11", "01 12"],
      ["O2", "Pick", null, "02 09"],
      ["O2", "Received", null, "02 08"],
      ["O2", "pack", null, "02 12"],
      ["O3", "Pick", null, "03 10"],
      ["O3", "Received", null, "03 08"],
      ["O3", "pack", "03 11", "03 12"],
      ["O3", "Ship", "04 09", "04 10"],
      ["O4", "Pick", "04 09", "04 10"],
      ["O4", "Received", null, "04 08"],
      ["O4", "pack", "04 11", "04 12"],
    ]);
    expect(result.errors).toMatchObject([
      { type: "Invalid Timestamp", count: 1, examples: [{ line: 3, column: "Ship to", value: "soon" }] },
    ]);
  });

  it("may have names of its own that events have too", async () => {
    const path = await csv("case,activity,timestamp,done", "1,x,2024-01-01,2024-01-02", "2,y,2024-01-03,2024-01-04");
    const { tablePath } = await accepted(path, { caseId: "case", unpivot: ["timestamp", "done"] });
    expect(await rowsOf(tablePath, "case_id, activity, timestamp::DATE::VARCHAR")).toEqual([
      ["1", "timestamp", "2024-01-01"],
      ["1", "done", "2024-01-02"],
      ["2", "timestamp", "2024-01-03"],
      ["2", "done", "2024-01-04"],
    ]);
  });

  it("may be Parquet with columns of different types of time", async () => {
    const path = join(scratchDir, "wide.parquet");
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT 'c' || i AS id, TIMESTAMP '2024-01-01 10:00:00' + to_days(i::INTEGER) AS opened,
         CASE WHEN i % 2 = 0 THEN DATE '2024-03-01' + i::INTEGER END AS closed FROM range(50) t(i)) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const { mapping } = await refused(path);
    expect(mapping).toEqual({ caseId: "id", unpivot: ["opened", "closed"] });
    const result = await accepted(path, mapping);
    expect([result.events, result.cases, result.errorRecords]).toEqual([75, 50, 0]);
    expect((await rowsOf(result.tablePath)).slice(0, 2)).toEqual([
      ["c0", "opened", "2024-01-01 10:00:00"],
      ["c0", "closed", "2024-03-01 00:00:00"],
    ]);
  });

  it("may be far wider than long, and larger than is read the quick way", async () => {
    const names = Array.from({ length: 300 }, (_, at) => `step ${at}`);
    const rows = Array.from({ length: 400 }, (_, row) =>
      [
        `case ${row}`,
        ...names.map((_name, at) => (at % 3 === row % 3 ? "" : `2024-02-${10 + (at % 19)}T08:00:00`)),
      ].join(","),
    );
    const path = await fileOf(`id,${names.join(",")}\n${rows.join("\n")}\n`);
    const result = await run(path, { unpivot: "step*" }, { plainFromBytes: 0, memoryLimitMB: 256 });
    expect(result).toMatchObject({ ok: true, events: 80_000, cases: 400, activities: 300, errorRecords: 0 });
  });
});

describe("tables that aren't logs of events", () => {
  const day = (at: number): string => `2024-0${1 + (at % 9)}-1${at % 10}`;
  const rows = (of: (at: number) => string, count = 12): string =>
    Array.from({ length: count }, (_, at) => of(at)).join("\n");

  it.each([
    ["tickets", `Number,Opened,Resolved,Closed\n${rows((at) => `INC${at},${day(at)},${day(at + 1)},${day(at + 2)}`)}`],
    [
      "tickets with a state",
      `Key,Status,Created,Updated,Resolved\n${rows((at) => `P-${at},${at % 2 ? "Done" : "Open"},${day(at)},${day(at + 1)},${day(at + 2)}`, 30)}`,
    ],
    [
      "patients",
      `Patient ID;Aufnahme;Operation;Entlassung\n${rows((at) => `${4711 + at};${day(at)} 10:00;${day(at + 1)} 11:00;${day(at + 2)} 12:00`)}`,
    ],
    [
      "commandes",
      `N° commande;Client;Créée le;Validée le;Livrée le\n${rows((at) => `C${at};${at % 3};${day(at)};${day(at + 1)};${day(at + 2)}`)}`,
    ],
    [
      "loans of four",
      `loan,applied,accepted,paid out\n${rows((at) => `L${at},${day(at)},${day(at + 1)},${day(at + 2)}`, 4)}`,
    ],
  ])("%s with times in columns are refused, and are read with the mapping that is proposed", async (_, text) => {
    const path = await fileOf(`${text}\n`);
    const { code, mapping } = await refused(path);
    expect(code).toBe("OneRowPerCase");
    const result = await accepted(path, mapping);
    expect(result.events).toBe(3 * result.cases);
  });

  it.each([
    ["cases of one event", `case,activity,start,end\n${rows((at) => `${at},a,${day(at)},${day(at)}`)}`],
    [
      "events with a number, two times and cases",
      `event,case,activity,start,end\n${rows((at) => `${at},${at % 4},a${at % 3},${day(at)},${day(at)}`, 40)}`,
    ],
  ])("%s are a log", async (_, text) => {
    expect((await run(await fileOf(`${text}\n`))).ok).toBe(true);
  });
});
