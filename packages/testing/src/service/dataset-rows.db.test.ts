import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { useSharedService } from "./use-shared-service.ts";

interface Row {
  readonly line?: number;
  readonly row?: number;
  readonly element?: string;
  readonly column?: string;
  readonly value?: string;
  readonly reason: string;
}

describeEachBackend("rows of a dataset that are not simply in its table", (backend) => {
  const service = useSharedService(backend);
  const day = (at: number): string => `2024-01-${String(1 + (at % 28)).padStart(2, "0")}T08:00:00Z`;

  async function uploaded(content: string | Uint8Array<ArrayBuffer>, fileName = "log.csv"): Promise<string> {
    const answer = await service.upload(content, { fileName });
    expect([answer.status, answer.body["status"]]).toEqual([201, "Ready"]);
    return String(answer.body["datasetId"]);
  }

  /** Every row of a state, page by page. */
  async function rowsOf(datasetId: string, state: string, limit: number): Promise<{ rows: Row[]; answer: unknown }> {
    const rows: Row[] = [];
    let query = `?state=${state}&limit=${limit}`;
    for (;;) {
      const { status, body, headers } = await service.call(`/datasets/${datasetId}/rows${query}`);
      expect(status).toBe(200);
      rows.push(...(body["rows"] as Row[]));
      expect(headers.get("link") !== null).toBe(body["hasNextPage"]);
      if (body["hasNextPage"] === false) return { rows, answer: body };
      expect(body["rows"]).toHaveLength(limit);
      query = `?state=${state}&limit=${limit}&cursor=${body["nextCursor"]}`;
    }
  }

  it("are listed with line, column, value and reason, in the order of the file", async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `c${at % 12},Step ${at % 5},${day(at)},${day(at)},Ann`);
    lines[3] = `c3,Step 3,soon,${day(3)},Ann`;
    lines[9] = `,Step 4,${day(9)},${day(9)},Ann`;
    lines[20] = `c8,Step 0,${day(20)},never,Ann`;
    lines[30] = "c6,only three,fields";
    lines[40] = `c4,Step 0,1970-01-01T00:00:00Z,${day(40)},Ann`;
    lines[41] = `c5,Step 1,${day(41)},${day(41)},N/A`;
    const id = await uploaded(`case,activity,timestamp,start,resource\n${lines.join("\n")}\n`);

    const rejected = await rowsOf(id, "rejected", 2);
    expect(rejected.rows).toEqual([
      { line: 5, column: "timestamp", value: "soon", reason: "Invalid Timestamp" },
      { line: 11, column: "case", reason: "Missing Case" },
      { line: 32, value: "3 instead of 5", reason: "Wrong Column Count" },
    ]);
    expect(rejected.answer).toMatchObject({ datasetId: id, state: "rejected", total: 3, kept: 3 });
    expect((await rowsOf(id, "Repaired", 100)).rows).toEqual([
      { line: 22, column: "start", value: "never", reason: "Invalid Start Timestamp" },
      { line: 43, column: "resource", value: "N/A", reason: "Word For Nothing" },
    ]);
    const doubtful = (await rowsOf(id, "doubtful", 1)).rows;
    expect(doubtful).toContainEqual({
      line: 42,
      column: "timestamp",
      value: "1970-01-01T00:00:00Z",
      reason: "PlaceholderTime",
    });
    const { body } = await service.call(`/datasets/${id}`);
    expect(body["quality"].rows.rejected).toEqual({ total: 3, kept: 3 });
    expect(body["quality"].columns).toContainEqual({
      column: "start_timestamp",
      missing: 1,
      distinct: 28,
      valueType: "TIMESTAMP",
      typeAgreement: 0.9831,
      rejected: 0,
      repaired: 1,
      doubtful: 0,
    });
    const { body: list } = await service.call("/datasets");
    expect(list["datasets"][0].quality).toEqual({ ...body["quality"], columns: undefined });
  });

  it("are found in every format: by row of a table, by element of XML, by line of JSON", async () => {
    const event = (name: string, time: string): string =>
      `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/></event>`;
    const traces = Array.from(
      { length: 12 },
      (_, at) =>
        `<trace>${at === 9 ? "" : `<string key="concept:name" value="c${at}"/>`}${event("a", day(1))}${event("b", at === 10 ? "late" : day(2))}</trace>`,
    );
    const xes = await uploaded(gzipSync(`<log>${traces.join("")}</log>`), "log.xes.gz");
    expect((await rowsOf(xes, "rejected", 10)).rows).toEqual([
      { element: "trace 11, event 2", column: "time:timestamp", value: "late", reason: "Invalid Timestamp" },
    ]);
    expect((await rowsOf(xes, "repaired", 10)).rows).toEqual([
      { element: "trace 10", column: "concept:name", reason: "Missing Case" },
    ]);
    const records = Array.from({ length: 20 }, (_, at) =>
      JSON.stringify({ case: `c${at % 4}`, activity: at === 12 ? "" : `s${at % 3}`, timestamp: day(at) }),
    );
    const json = await uploaded(records.join("\n"), "log.jsonl");
    expect((await rowsOf(json, "rejected", 10)).rows).toEqual([
      { line: 13, column: "activity", reason: "Missing Activity" },
    ]);
  });

  it("are counted all, and listed up to 10,000 of a reason", async () => {
    const lines = Array.from({ length: 30_000 }, (_, at) =>
      at % 2 === 0 ? `c${at % 100},s${at % 7},${day(at)}` : `c${at % 100},s${at % 7},${"!".repeat(at % 400)}`,
    );
    const id = await uploaded(`case,activity,timestamp\n${lines.join("\n")}\n`);
    const { rows, answer } = await rowsOf(id, "rejected", 1000);
    expect(answer).toMatchObject({ total: 15_000, kept: 10_000 });
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 10_000 }, (_, at) => 3 + 2 * at));
    expect(Math.max(...rows.map(({ value = "" }) => value.length))).toBe(200);
    const larger = await service.call(`/datasets/${id}/rows?state=rejected&limit=5000`);
    expect(larger.body["rows"]).toHaveLength(1000);
  });

  it("are none where all is well, and where an operation made the dataset", async () => {
    const lines = Array.from({ length: 40 }, (_, at) => `c${at % 8},s${at % 3},${day(at)}`);
    const id = await uploaded(`case,activity,timestamp\n${lines.join("\n")}\n`);
    const { results } = await service.run("DataEnrichment", { datasetId: id, derivedColumns: ["hour"] });
    const derived = String(results["summary"].outputDatasetId);
    for (const dataset of [id, derived]) {
      for (const state of ["rejected", "repaired", "doubtful"]) {
        const { answer } = await rowsOf(dataset, state, 10);
        expect(answer).toMatchObject({ datasetId: dataset, total: 0, kept: 0, rows: [], hasNextPage: false });
      }
    }
  });

  it("are refused for an unknown state or cursor, another tenant, and a file that was not read", async () => {
    const id = await uploaded(`case,activity,timestamp\n${`c1,a,${day(1)}\nc1,b,bad\nc2,a,${day(3)}\n`.repeat(4)}`);
    const status = async (query: string, tenantId?: string): Promise<number> =>
      (await service.call(`/datasets/${id}/rows${query}`, tenantId === undefined ? {} : { tenantId })).status;
    for (const query of ["", "?state=broken", "?state=", "?state=rejected&state=repaired", "?state=rejected&limit=0"])
      expect([query, await status(query)]).toEqual([query, 400]);
    for (const offset of ["0", "1", "7", "-1", "1e9", "999999999", "x"]) {
      const cursor = Buffer.from(offset).toString("base64url");
      expect([offset, await status(`?state=rejected&cursor=${cursor}`)]).toEqual([offset, 400]);
    }
    const { body } = await service.call(`/datasets/${id}/rows?state=broken`);
    expect(body["errors"]).toMatchObject([{ pointer: "?state" }]);
    expect(await status("?state=rejected", randomUUID())).toBe(404);
    expect((await service.call(`/datasets/${randomUUID()}/rows?state=rejected`)).status).toBe(404);
    expect((await service.call("/datasets/no-guid/rows?state=rejected")).status).toBe(400);

    const failed = await service.upload("a,b\n1,2\n3,4\n");
    expect(failed.status).toBe(422);
    const conflict = await service.call(`/datasets/${failed.body["error"].details.datasetId}/rows?state=rejected`);
    expect([conflict.status, conflict.body["error"].details.status]).toEqual([409, "Failed"]);
    await service.call(`/datasets/${id}`, { method: "DELETE" });
    expect(await status("?state=rejected")).toBe(404);
  });
});
