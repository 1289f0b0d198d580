import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { useSharedService } from "./use-shared-service.ts";

describeEachBackend("the preview of a dataset", (backend) => {
  const service = useSharedService(backend);
  const preview = (
    content: string | Uint8Array<ArrayBuffer>,
    mapping?: Record<string, unknown>,
    fileName = "log.csv",
  ) => service.upload(content, { path: "/datasets/preview", fileName, ...(mapping === undefined ? {} : { mapping }) });
  const STEPS = ["Receive", "Check", "Ship"];

  /** So many events of cases of three steps each. */
  function log(events: number): string {
    const rows = Array.from({ length: events }, (_, at) => {
      const time = new Date(Date.UTC(2024, 0, 1) + at * 60_000).toISOString();
      return `o${Math.floor(at / 3)};${STEPS[at % 3]};${time};"a ""quoted""\nvalue ${at % 5}"`;
    });
    return `Order;Step;When;Value\n${rows.join("\n")}\n`;
  }

  it("tells roles, delimiter, times, first rows and the map, and keeps nothing", async () => {
    const { status, body } = await preview(log(60));
    expect([status, body["fileName"], body["format"]]).toEqual([200, "log.csv", "csv"]);
    expect(body["detected"]).toMatchObject({
      delimiter: ";",
      encoding: "utf-8",
      timestampFormat: "ISO 8601",
      mapping: { caseId: "Order", activity: "Step", timestamp: "When" },
      doubts: [],
    });
    const [best, ...others] = body["detected"].candidates.caseId;
    expect(best.column).toBe("Order");
    expect(others.every(({ score }: { score: number }) => score <= best.score && score >= 0 && best.score <= 1)).toBe(
      true,
    );
    expect(body["counts"]).toEqual({ events: 60, cases: 20, activities: 3, errorRecords: 0 });
    expect(body["sample"]).toMatchObject({ isWhole: true, columns: ["Order", "Step", "When", "Value"] });
    expect(body["sample"].rows).toHaveLength(20);
    expect(body["sample"].rows[1]).toEqual(["o0", "Check", "2024-01-01T00:01:00.000Z", 'a "quoted"\nvalue 1']);
    expect(body["map"]).toEqual({
      activities: expect.arrayContaining([
        { activity: "Receive", count: 20, startCount: 20, endCount: 0 },
        { activity: "Ship", count: 20, startCount: 0, endCount: 20 },
      ]),
      edges: expect.arrayContaining([
        { from: "Receive", to: "Check", count: 20 },
        { from: "Check", to: "Ship", count: 20 },
      ]),
    });
    expect((await service.call("/datasets")).body["datasets"]).toEqual([]);
    expect(await service.storedFiles()).toEqual([]);
  });

  it("takes a corrected mapping, with which the upload is read in the same way", async () => {
    const text = log(120);
    const mapping = { caseId: "Step", activity: "Order", timezone: "Europe/Paris" };
    const { body } = await preview(text, mapping);
    expect(body["detected"]).toMatchObject({
      mapping: { caseId: "Step", activity: "Order" },
      timezone: "Europe/Paris",
    });
    expect(body["counts"]).toMatchObject({ cases: 3, activities: 40 });
    const uploaded = await service.upload(text, { mapping: body["detected"].mapping });
    expect(uploaded.body["detected"].mapping).toEqual(body["detected"].mapping);
    expect(uploaded.body["counts"]).toMatchObject({ events: 120, cases: 3, activities: 40 });
  });

  it("answers the same when a request with an Idempotency-Key comes again, and refuses another with that key", async () => {
    const stored = await service.storedFiles();
    const again = (content: string) =>
      service.upload(content, { path: "/datasets/preview", headers: { "idempotency-key": "only-once" } });
    const [first, second] = [await again(log(60)), await again(log(60))];
    expect([first.status, second.status, second.headers.get("idempotent-replayed")]).toEqual([200, 200, "true"]);
    expect(second.body).toEqual(first.body);
    expect((await again(log(63))).status).toBe(422);
    expect(await service.storedFiles()).toEqual(stored);
  });

  it.each(["plain", "gzip"])("reads the first 10,000 and the last 1,000 rows of a large file, %s", async (kind) => {
    const text = log(220_000);
    expect(text.length).toBeGreaterThan(10e6);
    const { status, body } = await preview(kind === "plain" ? text : gzipSync(text));
    expect(status).toBe(200);
    expect(body["counts"]).toMatchObject({ events: 11_000, activities: 3, errorRecords: 0 });
    expect(body["sample"].isWhole).toBe(false);
    const at = (event: number): string =>
      new Date(Date.UTC(2024, 0, 1) + event * 60_000).toISOString().replace(".000", "");
    expect(body["timeRange"]).toEqual({ start: at(0), end: at(219_999) });
  });

  it("reads files that are no lines whole", async () => {
    const trace = (name: string): string =>
      `<trace><string key="concept:name" value="${name}"/><event><string key="concept:name" value="a"/><date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event></trace>`;
    const xes = `<log>${Array.from({ length: 300 }, (_, at) => trace(`t${at}`)).join("\n")}</log>`;
    for (const content of [xes, gzipSync(xes)]) {
      const { status, body } = await preview(content, undefined, "log.xes");
      expect([status, body["counts"], body["sample"]?.isWhole]).toEqual([
        200,
        { events: 300, cases: 300, activities: 1, errorRecords: 0 },
        true,
      ]);
    }
  });

  it("says of a file that would be refused why, which columns it has, and how it begins", async () => {
    const { status, body } = await preview("alpha,beta\n1,2\n3,4\n");
    expect([status, body["error"].details.code]).toEqual([422, "ColumnNotIdentified"]);
    expect(body["error"].details).toMatchObject({
      columns: ["alpha", "beta"],
      sample: {
        columns: ["alpha", "beta"],
        rows: [
          ["1", "2"],
          ["3", "4"],
        ],
      },
    });
    expect(body["error"].details).not.toHaveProperty("datasetId");
    for (const [content, mapping, expected, pointer] of [
      ["", undefined, 400, "/file"],
      [log(9), { caseId: "missing" }, 422, "/file"],
      [log(9), { colour: "red" }, 400, "/mapping/colour"],
    ] as const) {
      const answer = await preview(content, mapping);
      expect([answer.status, answer.body["errors"]?.[0]?.pointer]).toEqual([expected, pointer]);
    }
    expect((await service.call("/datasets/preview", { json: {} })).status).toBe(415);
    expect((await service.call("/datasets/preview")).status).toBe(405);
    const { body: list } = await service.call("/datasets?status=Failed");
    expect(list["datasets"]).toEqual([]);
  });
});
